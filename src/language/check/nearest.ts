/** Hints that name what was probably meant. */
import { nearest } from '../nearest.ts'

/** "did you mean `x`?", or undefined where nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(name, candidates)
  return found === null ? undefined : `did you mean \`${found}\`?`
}

/** `a`, `b` or `c` */
export function listOf(names: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  const quoted = names.map((name) => `\`${name}\``)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`
}

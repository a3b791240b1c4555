/** Hints that name what was probably meant. */
import { nearest } from '../nearest.ts'

/** "did you mean `x`?", or undefined where nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const found = meant(name, [...candidates])
  return found === null ? undefined : `did you mean \`${found}\`?`
}

/** What was probably meant; null where nothing is near. */
export function meant(name: string, candidates: readonly string[]): string | null {
  return nearest(name, candidates) ?? longer(name, candidates)
}

/** `earliest` for `earliest-offset`, `csv.delimiter` for `csv.field-delimiter`. */
function longer(name: string, candidates: readonly string[]): string | null {
  if (name.length < 3) return null
  const begins = candidates.find((candidate) => candidate !== name && candidate.startsWith(name))
  if (begins !== undefined) return begins
  const part = name.slice(name.lastIndexOf('.') + 1)
  const isKey = part !== name && part.length >= 4
  return (isKey ? candidates.find((candidate) => candidate.endsWith(part)) : undefined) ?? null
}

/** `a`, `b` or `c` */
export function listOf(names: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  const quoted = names.map((name) => `\`${name}\``)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`
}

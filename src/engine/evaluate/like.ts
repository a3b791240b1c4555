/** LIKE over UTF-8 bytes: `%` any text, `_` one code point. Time is at most text times pattern, whatever the pattern. */
import { Failure } from '../../types/value.ts'

/** A pattern after compiling: a byte of text, or one of the two wildcards. */
export type LikePattern = Int16Array
const oneCodePoint = -1
const anyText = -2

/** `escape` makes the `%`, `_` or escape after it ordinary; before anything else it is a failure. */
export function compileLike(pattern: string, escape: string | null): LikePattern | Failure {
  const tokens: number[] = []
  const characters = Array.from(pattern)
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]
    if (character === escape) {
      const next = characters[++index]
      if (next !== '%' && next !== '_' && next !== escape) {
        return new Failure(`'${pattern}' is no LIKE pattern: the escape stands before neither %, _ nor itself`)
      }
      tokens.push(...Buffer.from(next))
    } else if (character === '%') {
      if (tokens.at(-1) !== anyText) tokens.push(anyText)
    } else if (character === '_') tokens.push(oneCodePoint)
    else tokens.push(...Buffer.from(character))
  }
  return Int16Array.from(tokens)
}

/**
 * Greedy matching with one place to come back to: after a `%` it is enough to move on the last one (the earlier ones have
 * matched the shortest text that lets the rest begin).
 */
export function matchesLike(u8: Uint8Array, start: number, end: number, pattern: LikePattern): boolean {
  let at = start
  let token = 0
  let lastAny = -1
  let resumeAt = start
  while (at < end) {
    const expected = token < pattern.length ? pattern[token] : anyText - 1
    if (expected === anyText) {
      lastAny = token++
      resumeAt = at
    } else if (expected === oneCodePoint) {
      at = nextCodePoint(u8, at, end)
      token++
    } else if (expected === u8[at]) {
      at++
      token++
    } else if (lastAny >= 0) {
      resumeAt = nextCodePoint(u8, resumeAt, end)
      at = resumeAt
      token = lastAny + 1
    } else return false
  }
  while (token < pattern.length && pattern[token] === anyText) token++
  return token === pattern.length
}

function nextCodePoint(u8: Uint8Array, at: number, end: number): number {
  let next = at + 1
  while (next < end && (u8[next] & 0xc0) === 0x80) next++
  return next
}

/** Whether texts are valid UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
import { isUtf8 } from 'node:buffer'
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import type { Texts } from './texts.ts'

/**
 * Marks rows that are not valid UTF-8 with 1, others with 0, and returns how many are marked. All texts are checked by one
 * native call over the range in which they lie; only where that fails does each row pay.
 */
export function markInvalidUtf8(memory: Memory, texts: Texts, { rows, count }: Selection, marks: Uint8Array): number {
  const { u8 } = memory
  let low = u8.length
  let high = 0
  for (let k = 0; k < count; k++) {
    const start = texts.starts[rows[k]]
    const end = start + texts.lengths[rows[k]]
    if (start < low) low = start
    if (end > high) high = end
  }
  const wholeIsValid = high <= low || isUtf8(u8.subarray(low, high))
  let invalid = 0
  for (let k = 0; k < count; k++) {
    const start = texts.starts[rows[k]]
    const end = start + texts.lengths[rows[k]]
    const valid = wholeIsValid ? startsCharacters(u8, start, end, high) : isValidUtf8(u8, start, end)
    marks[rows[k]] = valid ? 0 : 1
    if (!valid) invalid++
  }
  return invalid
}

/** Within valid UTF-8 a part is valid if neither of its ends cuts a character. */
function startsCharacters(u8: Uint8Array, start: number, end: number, high: number): boolean {
  return start === end || ((u8[start] & 0xc0) !== 0x80 && (end === high || (u8[end] & 0xc0) !== 0x80))
}

export function isAscii(u8: Uint8Array, start: number, end: number): boolean {
  let all = 0
  for (let at = start; at < end; at++) all |= u8[at]
  return all < 0x80
}

/** The table of well-formed sequences of the Unicode Standard (3.9, table 3-7). */
export function isValidUtf8(u8: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const lead = u8[at]
    if (lead < 0x80) {
      at++
      continue
    }
    const size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
    if (size === 0 || at + size > end) return false
    const second = u8[at + 1]
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (second < lowest || second > highest) return false
    if (size > 2 && (u8[at + 2] & 0xc0) !== 0x80) return false
    if (size > 3 && (u8[at + 3] & 0xc0) !== 0x80) return false
    at += size
  }
  return true
}

/** How many code points valid UTF-8 has: the bytes that do not continue a character. */
export function codePointCount(u8: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if ((u8[at] & 0xc0) !== 0x80) count++
  return count
}

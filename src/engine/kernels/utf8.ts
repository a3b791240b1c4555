/** UTF-8 in the engine's memory. */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { markTexts } from './texts.ts'
import type { Texts } from './texts.ts'

/** Marks rows whose texts are not valid UTF-8 with 1, others with 0, and returns how many are marked. */
export function markInvalidUtf8(memory: Memory, texts: Texts, selection: Selection, marks: Uint8Array): number {
  return markTexts(memory, texts, selection, marks, (starts, lengths, rows, at) =>
    memory.kernels.markInvalid(starts, lengths, rows, selection.count, at),
  )
}

export function isAscii(u8: Uint8Array, start: number, end: number): boolean {
  let all = 0
  for (let at = start; at < end; at++) all |= u8[at]
  return all < 0x80
}

/** How many code points valid UTF-8 has: the bytes that do not continue a character. */
export function codePointCount(u8: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) if ((u8[at] & 0xc0) !== 0x80) count++
  return count
}

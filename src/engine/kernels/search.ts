/**
 * CONTAINS, STARTS WITH and ENDS WITH a constant: marks[row] becomes 1 where the text has it, else 0. Texts are bytes, so
 * that UTF-8 and broken UTF-8 search alike.
 */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { markTexts } from './texts.ts'
import type { Texts } from './texts.ts'

/** An empty needle is in every text. */
export function markContaining(
  needle: Uint8Array,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  marks: Uint8Array,
): void {
  if (needle.length === 0) {
    markStartingWith(needle, memory, texts, selection, marks)
    return
  }
  markTexts(memory, texts, selection, marks, (starts, lengths, rows, at) => {
    const place = memory.placeFor(needle)
    memory.kernels.markContaining(place, needle.length, starts, lengths, rows, selection.count, at)
  })
}

export function markStartingWith(
  prefix: Uint8Array,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  marks: Uint8Array,
): void {
  markBordering(prefix, 0, memory, texts, selection, marks)
}

export function markEndingWith(
  suffix: Uint8Array,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  marks: Uint8Array,
): void {
  markBordering(suffix, 1, memory, texts, selection, marks)
}

function markBordering(
  needle: Uint8Array,
  atEnd: 0 | 1,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  marks: Uint8Array,
): void {
  markTexts(memory, texts, selection, marks, (starts, lengths, rows, at) => {
    const place = memory.placeFor(needle)
    memory.kernels.markBordering(place, needle.length, atEnd, starts, lengths, rows, selection.count, at)
  })
}

export function bytesAt(u8: Uint8Array, address: number, expected: Uint8Array): boolean {
  for (let k = 0; k < expected.length; k++) if (u8[address + k] !== expected[k]) return false
  return true
}

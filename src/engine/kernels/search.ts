/**
 * CONTAINS, STARTS WITH and ENDS WITH a constant: marks[row] becomes 1 where the text has it, else 0. Texts are bytes, so
 * that UTF-8 and broken UTF-8 search alike.
 */
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import type { Texts } from './texts.ts'

/**
 * Rows in the order of their addresses (records of a batch) are searched by one native sweep over all of them; others one by
 * one. An empty needle is in every text.
 */
export function markContaining(
  needle: Uint8Array,
  memory: Memory,
  texts: Texts,
  selection: Selection,
  marks: Uint8Array,
): void {
  const { rows, count } = selection
  if (needle.length === 0) {
    for (let k = 0; k < count; k++) marks[rows[k]] = 1
  } else if (count > 0 && isAscending(texts, selection)) {
    sweep(needle, memory, texts, selection, marks)
  } else {
    for (let k = 0; k < count; k++) {
      const start = texts.starts[rows[k]]
      marks[rows[k]] = indexOf(memory.u8, start, start + texts.lengths[rows[k]], needle) < 0 ? 0 : 1
    }
  }
}

export function markStartingWith(
  prefix: Uint8Array,
  memory: Memory,
  texts: Texts,
  { rows, count }: Selection,
  marks: Uint8Array,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const fits = texts.lengths[row] >= prefix.length && bytesAt(memory.u8, texts.starts[row], prefix)
    marks[row] = fits ? 1 : 0
  }
}

export function markEndingWith(
  suffix: Uint8Array,
  memory: Memory,
  texts: Texts,
  { rows, count }: Selection,
  marks: Uint8Array,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const end = texts.starts[row] + texts.lengths[row]
    const fits = texts.lengths[row] >= suffix.length && bytesAt(memory.u8, end - suffix.length, suffix)
    marks[row] = fits ? 1 : 0
  }
}

/** The address of `needle` (not empty) within [start, end), or -1. */
export function indexOf(u8: Uint8Array, start: number, end: number, needle: Uint8Array): number {
  const first = needle[0]
  for (let at = start; at <= end - needle.length; at++) {
    if (u8[at] === first && bytesAt(u8, at, needle)) return at
  }
  return -1
}

export function bytesAt(u8: Uint8Array, address: number, expected: Uint8Array): boolean {
  for (let k = 0; k < expected.length; k++) if (u8[address + k] !== expected[k]) return false
  return true
}

function isAscending(texts: Texts, { rows, count }: Selection): boolean {
  let end = 0
  for (let k = 0; k < count; k++) {
    const start = texts.starts[rows[k]]
    if (start < end) return false
    end = start + texts.lengths[rows[k]]
  }
  return true
}

/** Each hit is given to the row in which it lies; after a hit the search goes on in the row that follows. */
function sweep(needle: Uint8Array, memory: Memory, texts: Texts, { rows, count }: Selection, marks: Uint8Array): void {
  for (let k = 0; k < count; k++) marks[rows[k]] = 0
  const base = texts.starts[rows[0]]
  const last = rows[count - 1]
  const region = memory.bytes.subarray(base, texts.starts[last] + texts.lengths[last])
  let k = 0
  let from = 0
  while (k < count) {
    const hit = region.indexOf(needle, from)
    if (hit < 0) return
    const address = base + hit
    while (k < count && texts.starts[rows[k]] + texts.lengths[rows[k]] < address + needle.length) k++
    if (k === count) return
    if (texts.starts[rows[k]] <= address) {
      marks[rows[k]] = 1
      k++
      if (k === count) return
    }
    from = Math.max(hit + 1, texts.starts[rows[k]] - base)
  }
}

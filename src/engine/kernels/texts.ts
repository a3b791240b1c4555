/** What every kernel over texts takes: one place in the memory per row. Slices and BytesColumns are Texts. */
import type { Memory } from '../memory.ts'
import { addressOfRows } from '../selection.ts'
import type { Selection } from '../selection.ts'

export interface Texts {
  /** Addresses in the engine's memory (`memory.u8`). */
  readonly starts: Uint32Array
  /** In bytes. */
  readonly lengths: Uint32Array
}

/** Names a row that a kernel could not do, and why. The kernel goes on with the next row. */
export type ReportRow = (row: number, message: string) => void

/** Has a kernel write the marks of the selected rows, given addresses of what it reads and of the marks; returns what it does. */
export function markTexts<T>(
  memory: Memory,
  { starts, lengths }: Texts,
  selection: Selection,
  marks: Uint8Array,
  kernel: (starts: number, lengths: number, rows: number, marks: number) => T,
): T {
  const mark = memory.mark()
  const place = memory.placeFor(marks)
  const result = kernel(memory.placeFor(starts), memory.placeFor(lengths), addressOfRows(memory, selection), place)
  if (marks.buffer !== memory.buffer) marks.set(memory.u8.subarray(place, place + marks.length))
  memory.release(mark)
  return result
}

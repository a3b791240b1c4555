/** A selection: which rows of a chunk are meant, ascending. Stages narrow it; nothing is moved. */
import type { Memory } from './memory.ts'

export interface Selection {
  readonly rows: Int32Array
  readonly count: number
}

/** Where kernels find the rows. */
export function addressOfRows(memory: Memory, { rows, count }: Selection): number {
  return memory.placeFor(count === rows.length ? rows : rows.subarray(0, count))
}

export function allRows(count: number): Selection {
  const rows = new Int32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return { rows, count }
}

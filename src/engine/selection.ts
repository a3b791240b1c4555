/** A selection: which rows of a chunk are meant, ascending. Stages narrow it; nothing is moved. */
import type { Memory } from './memory.ts'

export interface Selection {
  readonly rows: Int32Array
  readonly count: number
}

/** Where kernels find the rows: in the arena, if they are not in the memory already. */
export function addressOfRows(memory: Memory, { rows, count }: Selection): number {
  if (rows.buffer === memory.buffer) return rows.byteOffset
  const address = memory.take(count * 4)
  memory.i32.set(count === rows.length ? rows : rows.subarray(0, count), address >>> 2)
  return address
}

export function allRows(count: number): Selection {
  const rows = new Int32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return { rows, count }
}

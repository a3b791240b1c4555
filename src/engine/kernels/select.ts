/** Narrowing a selection by a BOOLEAN column or by marks. The result lies in a new array or, to save it, in `into`. */
import type { BoolColumn } from '../column.ts'
import type { Selection } from '../selection.ts'

/** The rows where the column is TRUE. */
export function whereTrue(column: BoolColumn, { rows, count }: Selection, into = new Int32Array(count)): Selection {
  let kept = 0
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if ((column.valid[row] & column.values[row]) === 1) into[kept++] = row
  }
  return { rows: into, count: kept }
}

/** The rows whose mark (or validity) is not 0. */
export function whereMarked(marks: Uint8Array, { rows, count }: Selection, into = new Int32Array(count)): Selection {
  let kept = 0
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if (marks[row] !== 0) into[kept++] = row
  }
  return { rows: into, count: kept }
}

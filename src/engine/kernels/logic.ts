/** Three-valued AND, OR and NOT over BOOLEAN columns. A NULL's value is always 0. */
import type { BoolColumn } from '../column.ts'
import type { Selection } from '../selection.ts'

/** FALSE if either is FALSE, else NULL if either is NULL, else TRUE. `out` may be one of the operands. */
export function and(left: BoolColumn, right: BoolColumn, { rows, count }: Selection, out: BoolColumn): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const leftFalse = left.valid[row] & ~left.values[row]
    const rightFalse = right.valid[row] & ~right.values[row]
    const known = (left.valid[row] & right.valid[row]) | leftFalse | rightFalse
    out.values[row] = left.values[row] & right.values[row] & left.valid[row] & right.valid[row]
    out.valid[row] = known
  }
}

/** TRUE if either is TRUE, else NULL if either is NULL, else FALSE. `out` may be one of the operands. */
export function or(left: BoolColumn, right: BoolColumn, { rows, count }: Selection, out: BoolColumn): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const isTrue = (left.valid[row] & left.values[row]) | (right.valid[row] & right.values[row])
    const known = (left.valid[row] & right.valid[row]) | isTrue
    out.values[row] = isTrue
    out.valid[row] = known
  }
}

/** NULL stays NULL. `out` may be the operand. */
export function not(operand: BoolColumn, { rows, count }: Selection, out: BoolColumn): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const known = operand.valid[row]
    out.values[row] = known & ~operand.values[row]
    out.valid[row] = known
  }
}

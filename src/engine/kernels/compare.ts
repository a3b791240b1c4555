/**
 * Comparison of two columns of one kind, or of a column with a constant (a column of one row), into a BOOLEAN column.
 * NULL on either side gives NULL. Bytes compare as unsigned bytes, which for UTF-8 is the order of code points.
 * One loop per kind of column: a loop that sees several kinds of typed array is many times slower.
 */
import type {
  BoolColumn,
  BytesColumn,
  Column,
  Float64Column,
  Int128Column,
  Int32Column,
  Int64Column,
} from '../column.ts'
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** Which outcomes an operator accepts: bit 0 less, bit 1 equal, bit 2 greater. */
const acceptedOutcomes: Readonly<Record<ComparisonOperator, number>> = {
  '=': 0b010,
  '<>': 0b101,
  '<': 0b001,
  '<=': 0b011,
  '>': 0b100,
  '>=': 0b110,
}

/** Compares row by row. Both columns have the same kind, else it throws (a bug of the caller). */
export function compareColumns(
  operator: ComparisonOperator,
  left: Column,
  right: Column,
  memory: Memory,
  selection: Selection,
  out: BoolColumn,
): void {
  compare(acceptedOutcomes[operator], left, right, 1, memory, selection, out)
}

/** Compares each row with row 0 of `constant`. */
export function compareWithConstant(
  operator: ComparisonOperator,
  left: Column,
  constant: Column,
  memory: Memory,
  selection: Selection,
  out: BoolColumn,
): void {
  compare(acceptedOutcomes[operator], left, constant, 0, memory, selection, out)
}

/** The order of two values that are both not NULL: negative, 0 or positive, as for sorting. */
export function orderOfBytes(
  u8: Uint8Array,
  leftStart: number,
  leftLength: number,
  rightStart: number,
  rightLength: number,
): number {
  const shorter = leftLength < rightLength ? leftLength : rightLength
  for (let k = 0; k < shorter; k++) {
    const difference = u8[leftStart + k] - u8[rightStart + k]
    if (difference !== 0) return difference
  }
  return leftLength - rightLength
}

/** `step` is 1 where the right side has a row for each of the left, 0 where it is a constant. */
function compare(
  accepted: number,
  left: Column,
  right: Column,
  step: 0 | 1,
  memory: Memory,
  selection: Selection,
  out: BoolColumn,
): void {
  if (left.kind !== right.kind) throw new Error(`comparing a ${left.kind} column with a ${right.kind} one`)
  switch (left.kind) {
    case 'bool':
      return compareBools(accepted, left, right as BoolColumn, step, selection, out)
    case 'i32':
      return compareInt32s(accepted, left, right as Int32Column, step, selection, out)
    case 'i64':
      return compareInt64s(accepted, left, right as Int64Column, step, selection, out)
    case 'i128':
      return compareInt128s(accepted, left, right as Int128Column, step, selection, out)
    case 'f64':
      return compareFloat64s(accepted, left, right as Float64Column, step, selection, out)
    case 'bytes':
      return compareBytes(accepted, left, right as BytesColumn, step, memory, selection, out)
  }
}

/** The bit of an outcome: 1 less, 2 equal, 4 greater. */
function outcome(left: number, right: number): number {
  return left < right ? 1 : left === right ? 2 : 4
}

function put(out: BoolColumn, row: number, known: number, accepts: number): void {
  out.valid[row] = known
  out.values[row] = known !== 0 && accepts !== 0 ? 1 : 0
}

function compareBools(
  accepted: number,
  left: BoolColumn,
  right: BoolColumn,
  step: number,
  { rows, count }: Selection,
  out: BoolColumn,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const other = row * step
    put(out, row, left.valid[row] & right.valid[other], accepted & outcome(left.values[row], right.values[other]))
  }
}

function compareInt32s(
  accepted: number,
  left: Int32Column,
  right: Int32Column,
  step: number,
  { rows, count }: Selection,
  out: BoolColumn,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const other = row * step
    put(out, row, left.valid[row] & right.valid[other], accepted & outcome(left.values[row], right.values[other]))
  }
}

function compareFloat64s(
  accepted: number,
  left: Float64Column,
  right: Float64Column,
  step: number,
  { rows, count }: Selection,
  out: BoolColumn,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const other = row * step
    put(out, row, left.valid[row] & right.valid[other], accepted & outcome(left.values[row], right.values[other]))
  }
}

function compareInt64s(
  accepted: number,
  left: Int64Column,
  right: Int64Column,
  step: number,
  { rows, count }: Selection,
  out: BoolColumn,
): void {
  const a = left.words
  const b = right.words
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const other = row * step
    let result = outcome(a[row * 2 + 1], b[other * 2 + 1])
    if (result === 2) result = outcome(a[row * 2] >>> 0, b[other * 2] >>> 0)
    put(out, row, left.valid[row] & right.valid[other], accepted & result)
  }
}

function compareInt128s(
  accepted: number,
  left: Int128Column,
  right: Int128Column,
  step: number,
  { rows, count }: Selection,
  out: BoolColumn,
): void {
  const a = left.words
  const b = right.words
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const other = row * step
    let result = outcome(a[row * 4 + 3], b[other * 4 + 3])
    for (let word = 2; word >= 0 && result === 2; word--) {
      result = outcome(a[row * 4 + word] >>> 0, b[other * 4 + word] >>> 0)
    }
    put(out, row, left.valid[row] & right.valid[other], accepted & result)
  }
}

function compareBytes(
  accepted: number,
  left: BytesColumn,
  right: BytesColumn,
  step: number,
  memory: Memory,
  { rows, count }: Selection,
  out: BoolColumn,
): void {
  const u8 = memory.u8
  const equalityOnly = accepted === acceptedOutcomes['='] || accepted === acceptedOutcomes['<>']
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const other = row * step
    const known = left.valid[row] & right.valid[other]
    let result = 1
    if (known !== 0 && !(equalityOnly && left.lengths[row] !== right.lengths[other])) {
      const order = orderOfBytes(u8, left.starts[row], left.lengths[row], right.starts[other], right.lengths[other])
      result = outcome(order, 0)
    }
    put(out, row, known, accepted & result)
  }
}

/**
 * + - * / % and unary minus. Kernels for integers and floating point; decimals, dates and times go through the scalar
 * operators. What does not fit the result type, and division by zero, are row errors.
 */
import type { Arithmetic, Negate } from '../../model/expression.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { Failure } from '../../types/value.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import type { Float64Column, Int32Column, Int64Column } from '../column.ts'
import type { Failures } from '../failures.ts'
import type { Selection } from '../selection.ts'
import { safeInt64, setInt64 } from '../values.ts'
import type { Bind, Evaluator } from './evaluator.ts'
import { lift } from './lift.ts'
import { divisionByZero, integerRange, negated, outOfRange, scalarOperator } from './scalar-arithmetic.ts'

type Operator = Arithmetic['operator']

export function bindArithmetic(expression: Arithmetic, bind: Bind): Evaluator {
  const { operator, left, right, type } = expression
  const kind = columnKindOf(type)
  const plain = isPlainNumber(type) && columnKindOf(left.type) === kind && columnKindOf(right.type) === kind
  if (!plain || !isPlainNumber(left.type)) {
    return lift([left, right], type, 'propagate', scalarOperator(operator, left.type, right.type, type), bind)
  }
  const evaluateLeft = bind(left)
  const evaluateRight = bind(right)
  const overflow = outOfRange(type)
  return (chunk, selection, failures) => {
    const columnLeft = evaluateLeft(chunk, selection, failures)
    const columnRight = evaluateRight(chunk, selection, failures)
    const result = takeColumn(chunk.memory, kind, chunk.rowCount)
    if (result.kind === 'i32') {
      const range = integerRange(type)
      int32s(
        operator,
        columnLeft as Int32Column,
        columnRight as Int32Column,
        selection,
        result,
        range,
        overflow,
        failures,
      )
    } else if (result.kind === 'i64') {
      int64s(operator, columnLeft as Int64Column, columnRight as Int64Column, selection, result, overflow, failures)
    } else if (result.kind === 'f64') {
      const round = type.kind === 'FLOAT' ? Math.fround : asItIs
      floats(
        operator,
        columnLeft as Float64Column,
        columnRight as Float64Column,
        selection,
        result,
        round,
        overflow,
        failures,
      )
    }
    return result
  }
}

const plainNumbers: ReadonlySet<LogicalType['kind']> = new Set([
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
])

function isPlainNumber({ kind }: LogicalType): boolean {
  return plainNumbers.has(kind)
}

function asItIs(value: number): number {
  return value
}

/** Integral numbers of at most 31 bits: every product is below 2^62, and one that is inexact is out of range anyway. */
function apply(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
}

function int32s(
  operator: Operator,
  left: Int32Column,
  right: Int32Column,
  { rows, count }: Selection,
  result: Int32Column,
  [low, high]: readonly [number, number],
  overflow: Failure,
  failures: Failures,
): void {
  const divides = operator === '/' || operator === '%'
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if ((left.valid[row] & right.valid[row]) === 0) continue
    if (divides && right.values[row] === 0) {
      failures.report(row, divisionByZero)
      continue
    }
    const value = Math.trunc(apply(operator, left.values[row], right.values[row]))
    if (value < low || value > high) {
      failures.report(row, overflow)
      continue
    }
    result.values[row] = value
    result.valid[row] = 1
  }
}

/** Numbers where operands and result are exact as such, BigInt elsewhere. */
function int64s(
  operator: Operator,
  left: Int64Column,
  right: Int64Column,
  { rows, count }: Selection,
  result: Int64Column,
  overflow: Failure,
  failures: Failures,
): void {
  const divides = operator === '/' || operator === '%'
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if ((left.valid[row] & right.valid[row]) === 0) continue
    if (divides && right.words[row * 2] === 0 && right.words[row * 2 + 1] === 0) {
      failures.report(row, divisionByZero)
      continue
    }
    const exact = operator === '/' ? Number.NaN : apply(operator, safeInt64(left, row), safeInt64(right, row))
    if (Number.isSafeInteger(exact)) {
      setInt64(result, row, exact)
      continue
    }
    const value = applyBig(operator, left.values[row], right.values[row])
    if (BigInt.asIntN(64, value) !== value) {
      failures.report(row, overflow)
      continue
    }
    result.values[row] = value
    result.valid[row] = 1
  }
}

function applyBig(operator: Operator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
}

function floats(
  operator: Operator,
  left: Float64Column,
  right: Float64Column,
  { rows, count }: Selection,
  result: Float64Column,
  round: (value: number) => number,
  overflow: Failure,
  failures: Failures,
): void {
  const divides = operator === '/' || operator === '%'
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if ((left.valid[row] & right.valid[row]) === 0) continue
    if (divides && right.values[row] === 0) {
      failures.report(row, divisionByZero)
      continue
    }
    const value = round(apply(operator, left.values[row], right.values[row]))
    if (!Number.isFinite(value)) {
      failures.report(row, overflow)
      continue
    }
    result.values[row] = value
    result.valid[row] = 1
  }
}

/** The lowest integer has no negative: out of range. */
export function bindNegate(expression: Negate, bind: Bind): Evaluator {
  const { operand, type } = expression
  return lift([operand], type, 'propagate', (value) => negated(value, type), bind)
}

/** Comparisons, IS DISTINCT FROM and IN. */
import type { Comparison, DistinctFrom, Expression, In, Literal } from '../../model/expression.ts'
import { valuesEqual } from '../../types/conversion/equal.ts'
import { isNested } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { Value } from '../../types/value.ts'
import type { Chunk } from '../chunk.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import type { BoolColumn, Column } from '../column.ts'
import { constantColumn } from '../constants.ts'
import { compareColumns, compareWithConstant } from '../kernels/compare.ts'
import type { ComparisonOperator } from '../kernels/compare.ts'
import { or } from '../kernels/logic.ts'
import type { Selection } from '../selection.ts'
import { readValue, writeValue } from '../values.ts'
import type { Bind, Binding, Evaluator } from './evaluator.ts'

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

export function bindComparison(expression: Comparison, bind: Bind, binding: Binding): Evaluator {
  const { operator } = expression
  if (isNested(expression.left.type)) return bindNestedEquality(expression, bind)
  const [left, right] = sameKind(expression.left, expression.right)
  if (right.kind === 'literal') return compareTo(operator, bind(left), right, binding)
  if (left.kind === 'literal') return compareTo(mirrored[operator], bind(right), left, binding)
  const evaluateLeft = bind(left)
  const evaluateRight = bind(right)
  return (chunk, selection, failures) => {
    const columnLeft = evaluateLeft(chunk, selection, failures)
    const columnRight = evaluateRight(chunk, selection, failures)
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    compareColumns(operator, columnLeft, columnRight, chunk.memory, selection, result)
    return result
  }
}

function compareTo(operator: ComparisonOperator, operand: Evaluator, literal: Literal, binding: Binding): Evaluator {
  const constant = constantColumn(binding.memory, literal.type, literal.value)
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures)
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    compareWithConstant(operator, column, constant, chunk.memory, selection, result)
    return result
  }
}

function bindNestedEquality({ operator, left, right }: Comparison, bind: Bind): Evaluator {
  const [evaluateLeft, evaluateRight] = [bind(left), bind(right)]
  return (chunk, selection, failures) => {
    const columns = [evaluateLeft(chunk, selection, failures), evaluateRight(chunk, selection, failures)] as const
    const result = equality(left.type, columns, chunk, selection)
    if (operator === '=') return result
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      result.values[row] = result.valid[row] & ~result.values[row]
    }
    return result
  }
}

/**
 * Whether the values are equal; NULL where one is NULL. ARRAY, MAP and ROW: their texts have one form, so that equal texts are
 * equal values; of texts that differ the values are looked at, since the order of a MAP's keys does not count, and -0 equals 0.
 */
function equality(
  type: LogicalType,
  [left, right]: readonly [Column, Column],
  { memory, rowCount }: Chunk,
  selection: Selection,
): BoolColumn {
  const result = takeColumn(memory, 'bool', rowCount) as BoolColumn
  compareColumns('=', left, right, memory, selection, result)
  if (!isNested(type)) return result
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (result.valid[row] === 0 || result.values[row] === 1) continue
    const isEqual = valuesEqual(readValue(memory, left, type, row), readValue(memory, right, type, row))
    result.values[row] = isEqual ? 1 : 0
  }
  return result
}

/** DECIMALs of one scale whose precisions lie on both sides of 18 have different kinds of columns: the narrower is widened. */
function sameKind(left: Expression, right: Expression): readonly [Expression, Expression] {
  const kind = columnKindOf(left.type)
  if (kind === columnKindOf(right.type)) return [left, right]
  const type = kind === 'i128' ? left.type : right.type
  const widened = (operand: Expression): Expression =>
    operand.kind === 'literal' ? { ...operand, type } : { kind: 'cast', operand, lenient: false, type }
  return [widened(left), widened(right)]
}

export function bindDistinctFrom(expression: DistinctFrom, bind: Bind): Evaluator {
  const [left, right] = sameKind(expression.left, expression.right)
  const evaluateLeft = bind(left)
  const evaluateRight = bind(right)
  const whenSame = expression.negated ? 1 : 0
  return (chunk, selection, failures) => {
    const columnLeft = evaluateLeft(chunk, selection, failures)
    const columnRight = evaluateRight(chunk, selection, failures)
    const result = equality(left.type, [columnLeft, columnRight], chunk, selection)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const bothNull = columnLeft.valid[row] === 0 && columnRight.valid[row] === 0
      const same = bothNull || result.values[row] === 1
      result.valid[row] = 1
      result.values[row] = same ? whenSame : 1 - whenSame
    }
    return result
  }
}

/** More constants than this are looked up in a set. */
const comparedOneByOneMax = 8

/** TRUE if any candidate is equal, else NULL if the operand or a candidate is NULL, else FALSE. */
export function bindIn(expression: In, bind: Bind, binding: Binding): Evaluator {
  const found =
    !isNested(expression.operand.type) &&
    expression.candidates.length > comparedOneByOneMax &&
    expression.candidates.every((one) => one.kind === 'literal')
      ? bindInSet(expression, bind)
      : bindInList(expression, bind, binding)
  if (!expression.negated) return found
  return (chunk, selection, failures) => {
    const result = found(chunk, selection, failures)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      result.values[row] = result.valid[row] & ~result.values[row]
    }
    return result
  }
}

type BoolEvaluator = (...parameters: Parameters<Evaluator>) => BoolColumn

function bindInList(expression: In, bind: Bind, binding: Binding): BoolEvaluator {
  const operand = bind(expression.operand)
  let column: Column | null = null
  const bindOnce: Bind = (part) => (part === expression.operand ? () => column as Column : bind(part))
  const comparisons = expression.candidates.map((right) =>
    bindComparison(
      { kind: 'comparison', operator: '=', left: expression.operand, right, type: expression.type },
      bindOnce,
      binding,
    ),
  )
  return (chunk, selection, failures) => {
    column = operand(chunk, selection, failures)
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    for (let k = 0; k < selection.count; k++) {
      result.valid[selection.rows[k]] = 1
      result.values[selection.rows[k]] = 0
    }
    for (const compare of comparisons) {
      or(result, compare(chunk, selection, failures) as BoolColumn, selection, result)
    }
    return result
  }
}

function bindInSet(expression: In, bind: Bind): BoolEvaluator {
  const operand = bind(expression.operand)
  const { type } = expression.operand
  const literals = expression.candidates.filter((candidate) => candidate.kind === 'literal').map(({ value }) => value)
  const keys = new Set(literals.map((value) => keyOf(value)))
  const whenAbsent: Value = literals.includes(null) ? null : false
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures)
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      const value = readValue(chunk.memory, column, type, row)
      const outcome = value === null ? null : keys.has(keyOf(value)) ? true : whenAbsent
      writeValue(chunk.memory, result, expression.type, row, outcome)
    }
    return result
  }
}

/** Bytes by what they hold, everything else by itself. */
function keyOf(value: Value): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
}

/** A scalar function over columns: read the arguments of a row, call, write the result. */
import type { ScalarFunction } from '../../functions/definition.ts'
import type { Expression } from '../../model/expression.ts'
import type { LogicalType } from '../../types/logical.ts'
import { Failure } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import { readValue, writeValue } from '../values.ts'
import type { Bind, Evaluator } from './evaluator.ts'

/** `nulls`: `propagate` gives NULL for a NULL argument without a call. */
export function lift(
  operands: readonly Expression[],
  type: LogicalType,
  nulls: 'propagate' | 'handled',
  implementation: ScalarFunction,
  bind: Bind,
): Evaluator {
  const evaluators = operands.map((operand) => (operand.kind === 'literal' ? null : bind(operand)))
  const types = operands.map((operand) => operand.type)
  const constants = operands.map((operand) => (operand.kind === 'literal' ? operand.value : null))
  const kind = columnKindOf(type)
  const values: Value[] = operands.map(() => null)
  return (chunk, selection, failures) => {
    const { memory } = chunk
    const columns = evaluators.map((evaluate) => evaluate?.(chunk, selection, failures))
    const result = takeColumn(memory, kind, chunk.rowCount)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if (failures.failed[row] === 1) continue
      let anyNull = false
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index]
        const value = column === undefined ? constants[index] : readValue(memory, column, types[index], row)
        if (value === null) anyNull = true
        values[index] = value
      }
      if (anyNull && nulls === 'propagate') continue
      const outcome = implementation(...values)
      if (outcome instanceof Failure) failures.report(row, outcome)
      else writeValue(memory, result, type, row, outcome)
    }
    return result
  }
}

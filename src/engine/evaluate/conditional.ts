/** CASE and COALESCE: each part is evaluated only for the rows that come to it, so that a part not needed raises nothing. */
import type { Case, Coalesce } from '../../model/expression.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import type { BoolColumn } from '../column.ts'
import type { Selection } from '../selection.ts'
import { copyRows } from '../values.ts'
import type { Bind, Evaluator } from './evaluator.ts'
import { takeSelection } from './evaluator.ts'

export function bindCase(expression: Case, bind: Bind): Evaluator {
  const branches = expression.branches.map((branch) => ({ when: bind(branch.when), then: bind(branch.then) }))
  const otherwise = bind(expression.otherwise)
  const kind = columnKindOf(expression.type)
  return (chunk, selection, failures) => {
    const { memory } = chunk
    const result = takeColumn(memory, kind, chunk.rowCount)
    let waiting: Selection = selection
    for (const { when, then } of branches) {
      if (waiting.count === 0) return result
      const condition = when(chunk, waiting, failures) as BoolColumn
      const taken = takeSelection(memory, waiting.count)
      const others = takeSelection(memory, waiting.count)
      for (let k = 0; k < waiting.count; k++) {
        const row = waiting.rows[k]
        if (failures.failed[row] === 1) continue
        const into = condition.valid[row] === 1 && condition.values[row] === 1 ? taken : others
        into.rows[into.count++] = row
      }
      if (taken.count > 0) copyRows(then(chunk, taken, failures), result, taken.rows, taken.count)
      waiting = others
    }
    if (waiting.count > 0) copyRows(otherwise(chunk, waiting, failures), result, waiting.rows, waiting.count)
    return result
  }
}

export function bindCoalesce(expression: Coalesce, bind: Bind): Evaluator {
  const operands = expression.operands.map((operand) => bind(operand))
  const kind = columnKindOf(expression.type)
  return (chunk, selection, failures) => {
    const result = takeColumn(chunk.memory, kind, chunk.rowCount)
    let waiting: Selection = selection
    for (const operand of operands) {
      if (waiting.count === 0) break
      const column = operand(chunk, waiting, failures)
      copyRows(column, result, waiting.rows, waiting.count)
      const others = takeSelection(chunk.memory, waiting.count)
      for (let k = 0; k < waiting.count; k++) {
        const row = waiting.rows[k]
        if (column.valid[row] === 0 && failures.failed[row] === 0) others.rows[others.count++] = row
      }
      waiting = others
    }
    return result
  }
}

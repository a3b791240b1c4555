/** AND, OR, NOT and IS NULL: three-valued; an operand is evaluated only for the rows that the ones before leave open. */
import type { IsNull, Logical, Not } from '../../model/expression.ts'
import { takeColumn } from '../column.ts'
import type { BoolColumn } from '../column.ts'
import { not } from '../kernels/logic.ts'
import type { Selection } from '../selection.ts'
import type { Bind, Evaluator } from './evaluator.ts'
import { takeSelection } from './evaluator.ts'

export function bindLogical(expression: Logical, bind: Bind): Evaluator {
  const operands = expression.operands.map((operand) => bind(operand))
  /** What settles the outcome: FALSE for AND, TRUE for OR. */
  const settling = expression.operator === 'OR' ? 1 : 0
  return (chunk, selection, failures) => {
    const { memory } = chunk
    const result = takeColumn(memory, 'bool', chunk.rowCount) as BoolColumn
    for (let k = 0; k < selection.count; k++) {
      result.valid[selection.rows[k]] = 1
      result.values[selection.rows[k]] = 1 - settling
    }
    let open: Selection = selection
    for (const operand of operands) {
      if (open.count === 0) break
      const column = operand(chunk, open, failures) as BoolColumn
      const next = takeSelection(memory, open.count)
      for (let k = 0; k < open.count; k++) {
        const row = open.rows[k]
        if (column.valid[row] === 0) {
          result.valid[row] = 0
          result.values[row] = 0
        } else if (column.values[row] === settling) {
          result.valid[row] = 1
          result.values[row] = settling
          continue
        }
        if (failures.failed[row] === 0) next.rows[next.count++] = row
      }
      open = next
    }
    return result
  }
}

export function bindNot(expression: Not, bind: Bind): Evaluator {
  const operand = bind(expression.operand)
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures) as BoolColumn
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    not(column, selection, result)
    return result
  }
}

export function bindIsNull(expression: IsNull, bind: Bind): Evaluator {
  const operand = bind(expression.operand)
  const whenNull = expression.negated ? 0 : 1
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures)
    const result = takeColumn(chunk.memory, 'bool', chunk.rowCount) as BoolColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      result.valid[row] = 1
      result.values[row] = column.valid[row] === 0 ? whenNull : 1 - whenNull
    }
    return result
  }
}

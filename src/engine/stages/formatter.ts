/**
 * Formatter: values of the columns' types. Column by column in the plan's order; a row that fails leaves at once, so that a
 * record has one error, always the same: what WHERE needs, WHERE, the other columns, CHECKs.
 */
import type { Check, Column as ColumnModel } from '../../model/model.ts'
import type { ExtenderNode, FormatterNode } from '../../plan/plan.ts'
import { raiseFailures } from '../chunk.ts'
import type { Chunk } from '../chunk.ts'
import type { BoundCondition } from '../evaluate/condition.ts'
import { bindCondition } from '../evaluate/condition.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { bindColumnStep } from './format-column.ts'

export interface FormatterStage {
  run(chunk: Chunk): void
}

/** One column, WHERE or a CHECK. */
type Step = (chunk: Chunk) => void

export function bindFormatter(node: FormatterNode, order: ExtenderNode, binding: Binding): FormatterStage {
  const columnSteps = (names: readonly string[]): readonly Step[] =>
    names.map((name) => bindColumnStep(columnNamed(node.columns, name), binding))
  const steps = [
    ...columnSteps(order.beforeWhere),
    ...(node.where === null ? [] : [whereStep(bindCondition(node.where, binding))]),
    ...columnSteps(order.afterWhere),
    ...node.checks.map((check) => checkStep(check, binding)),
  ]
  return {
    run(chunk) {
      for (const step of steps) {
        if (chunk.live.count === 0) return
        step(chunk)
      }
    },
  }
}

function columnNamed(columns: readonly ColumnModel[], name: string): ColumnModel {
  const column = columns.find((candidate) => candidate.name === name)
  if (column === undefined) throw new Error(`the plan schedules column ${name}, which the table does not have`)
  return column
}

/** FALSE and NULL drop the row. */
function whereStep(condition: BoundCondition): Step {
  return (chunk) => {
    const outcome = condition.judge(chunk, chunk.live, chunk.failures)
    raiseFailures(chunk, { stage: 'formatter', column: null, sink: null, place: condition.place })
    const { rows, count } = chunk.live
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if ((outcome.valid[row] & outcome.values[row]) === 0) chunk.drop(row, 'where')
    }
    chunk.narrow()
  }
}

/** FALSE is an error, NULL is not. */
function checkStep(check: Check, binding: Binding): Step {
  const condition = bindCondition(check, binding)
  return (chunk) => {
    const outcome = condition.judge(chunk, chunk.live, chunk.failures)
    const clause = { stage: 'formatter', column: null, sink: null, place: check.place } as const
    raiseFailures(chunk, clause)
    const { rows, count } = chunk.live
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (outcome.valid[row] === 0 || outcome.values[row] === 1) continue
      chunk.raise(row, { code: 'CHECK', ...clause, message: `CHECK ${check.name} is FALSE` })
    }
    chunk.narrow()
  }
}

/** A condition of FILTER, WHERE, CHECK or a sink: which rows it is TRUE for, which it fails in. */
import type { Condition } from '../../model/model.ts'
import type { Place } from '../../model/model.ts'
import type { BoolColumn } from '../column.ts'
import type { Chunk } from '../chunk.ts'
import type { Failures } from '../failures.ts'
import type { Selection } from '../selection.ts'
import { bindExpression } from './bind.ts'
import type { Binding } from './evaluator.ts'

export interface BoundCondition {
  readonly place: Place
  /** The outcome for the selected rows; NULL where it failed. */
  judge(chunk: Chunk, selection: Selection, failures: Failures): BoolColumn
}

export function bindCondition(condition: Condition, binding: Binding): BoundCondition {
  const evaluate = bindExpression(condition.expression, binding)
  return {
    place: condition.place,
    judge: (chunk, selection, failures) => evaluate(chunk, selection, failures) as BoolColumn,
  }
}

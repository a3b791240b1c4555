/** Filter: the raw condition, before any parsing. It decides which records are the table's at all. */
import type { FilterNode } from '../../plan/plan.ts'
import type { Chunk } from '../chunk.ts'
import type { Failures } from '../failures.ts'
import { bindCondition } from '../evaluate/condition.ts'
import type { Binding } from '../evaluate/evaluator.ts'
import { whereTrue } from '../kernels/select.ts'
import type { Selection } from '../selection.ts'

export interface FilterStage {
  /** The rows that the table keeps; failures (code EVAL) are left to the caller, which clears them. */
  keep(chunk: Chunk, selection: Selection, failures: Failures): Selection
  /** Of the clause, or null where there is none. */
  readonly place: string | null
}

export function bindFilter(node: FilterNode, binding: Binding): FilterStage {
  if (node.condition === null) return { keep: (_, selection) => selection, place: null }
  const condition = bindCondition(node.condition, binding)
  return {
    keep: (chunk, selection, failures) => whereTrue(condition.judge(chunk, selection, failures), selection),
    place: condition.place,
  }
}

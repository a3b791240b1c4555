/** What every file here makes of an expression: an evaluator, bound once, run per chunk under a selection. */
import type { Selection } from '../selection.ts'
import type { Column } from '../column.ts'
import type { Chunk } from '../chunk.ts'
import type { Failures } from '../failures.ts'
import type { Memory } from '../memory.ts'
import type { Expression } from '../../model/expression.ts'
import type { JsonPath } from '../../types/json/path.ts'
import type { FunctionHost } from '../ports.ts'
import type { ParameterSlot } from './let.ts'

/**
 * The values of the selected rows; what stands in the others means nothing, and the column may belong to somebody else:
 * nobody writes into it. A row that fails is reported (the first failure of a row counts) and NULL.
 */
export type Evaluator = (chunk: Chunk, selection: Selection, failures: Failures) => Column

/** What names mean where an expression stands. */
export interface Binding {
  readonly memory: Memory
  /** IANA zone of the source. */
  readonly timeZone: string
  /** Index of a table's column, for `chunk.columns`. */
  readonly columnIndex: ReadonlyMap<string, number>
  /** Where the Parser puts a place of a document: index in `chunk.documents[document]`. */
  readonly pathIndex: (document: number, path: JsonPath) => number
  /** Arguments of the calls around an expression (`let.ts`), by name. */
  readonly parameters?: ReadonlyMap<string, ParameterSlot>
  /** What runs functions that are not written in SQL. */
  readonly functions?: FunctionHost | undefined
}

/** Binds an operand; given to each file so that they need not import one another in a circle. */
export type Bind = (expression: Expression) => Evaluator

/** An empty selection in the arena with room for so many rows, to be filled in order. */
export function takeSelection(memory: Memory, rowsMax: number): { readonly rows: Int32Array; count: number } {
  return { rows: new Int32Array(memory.buffer, memory.take(rowsMax * 4), rowsMax), count: 0 }
}

/** References to what other stages found: columns, fields, places in documents. */
import type { ColumnReference, DocumentReference, FieldReference } from '../../model/expression.ts'
import { takeColumn } from '../column.ts'
import { textOfSlices } from '../slice-text.ts'
import type { Binding, Evaluator } from './evaluator.ts'

export function bindColumn({ name }: ColumnReference, binding: Binding): Evaluator {
  const index = binding.columnIndex.get(name)
  if (index === undefined) throw new Error(`an expression reads column ${name}, which the table does not have`)
  return (chunk) => {
    const column = chunk.columns[index]
    if (column === undefined) throw new Error(`column ${name} is read before it has values`)
    return column
  }
}

/** A field of a step that was skipped is NULL. */
export function bindField({ name }: FieldReference): Evaluator {
  return (chunk, selection, failures) => {
    const slices = chunk.fields.get(name)
    return slices === undefined
      ? takeColumn(chunk.memory, 'bytes', chunk.rowCount)
      : textOfSlices(chunk, slices, selection, failures)
  }
}

export function bindDocument({ document, path }: DocumentReference, binding: Binding): Evaluator {
  const index = binding.pathIndex(document, path)
  return (chunk, selection, failures) => textOfSlices(chunk, chunk.documents[document][index], selection, failures)
}

/** Extender: where a column's value comes from, before its type: a field, a place in a document, an expression, metadata, REST. */
import type { Column as ColumnModel, ColumnSource } from '../../model/model.ts'
import type { LogicalType } from '../../types/logical.ts'
import { sameType } from '../../types/same.ts'
import type { Chunk } from '../chunk.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn } from '../column.ts'
import { bindExpression } from '../evaluate/bind.ts'
import type { Binding, Evaluator } from '../evaluate/evaluator.ts'
import { metadataColumn, metadataTypes } from '../evaluate/metadata.ts'
import { planRest, restOf } from '../kernels/json-text.ts'
import type { Selection } from '../selection.ts'
import { SliceKind, takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { slicesOfBytes } from '../slice-text.ts'

/** What stands in the record as it was found, or values that have a type already. */
export type Derivation =
  | { readonly kind: 'slices'; readonly read: (chunk: Chunk, selection: Selection) => Slices }
  | { readonly kind: 'values'; readonly type: LogicalType; readonly evaluate: Evaluator }

export function bindDerivation(column: ColumnModel, binding: Binding): Derivation {
  const { source } = column
  switch (source.kind) {
    case 'field':
      return { kind: 'slices', read: (chunk) => chunk.fields.get(source.name) ?? nothing(chunk) }
    case 'path': {
      const index = binding.pathIndex(source.document, source.path)
      return { kind: 'slices', read: (chunk) => chunk.documents[source.document][index] }
    }
    case 'expression':
      return {
        kind: 'values',
        type: source.expression.type,
        evaluate: bindExpression(source.expression, binding),
      }
    case 'metadata':
      return bindMetadata(column, source)
    case 'rest':
      return { kind: 'values', type: { kind: 'JSON' }, evaluate: bindRest(source) }
  }
}

function nothing(chunk: Chunk): Slices {
  return takeSlices(chunk.memory, chunk.rowCount)
}

/** Text and bytes convert as text of the record does; everything else has its own type. */
function bindMetadata(
  { type, formats }: ColumnModel,
  { item, header }: Extract<ColumnSource, { kind: 'metadata' }>,
): Derivation {
  const own = metadataTypes[item]
  const evaluate: Evaluator = (chunk, selection) => metadataColumn(item, header, chunk, selection)
  const isText = own.kind === 'STRING' || own.kind === 'BYTES'
  if (!isText || (sameType(own, type) && formats.length === 0)) return { kind: 'values', type: own, evaluate }
  return {
    kind: 'slices',
    read: (chunk, selection) =>
      slicesOfBytes(metadataColumn(item, header, chunk, selection) as BytesColumn, chunk.rowCount),
  }
}

/** NULL where there is no document. */
function bindRest({ document, claims }: Extract<ColumnSource, { kind: 'rest' }>): Evaluator {
  const plan = planRest(claims)
  return (chunk, selection) => {
    const root = chunk.roots[document]
    const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if (root === undefined || root.kinds[row] <= SliceKind.Null) continue
      restOf(plan, chunk.memory, root, row, column)
      column.valid[row] = 1
    }
    return column
  }
}

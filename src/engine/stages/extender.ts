/** Extender: where a column's value comes from, before its type: a field, a place in a document, an expression, metadata, REST. */
import type { Expression } from '../../model/expression.ts'
import type { Column as ColumnModel, ColumnSource } from '../../model/model.ts'
import { isNumeric, isText } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { sameType } from '../../types/same.ts'
import type { Chunk } from '../chunk.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn } from '../column.ts'
import { bindExpression } from '../evaluate/bind.ts'
import type { Binding, Evaluator } from '../evaluate/evaluator.ts'
import { metadataTypes } from '../../model/metadata.ts'
import { planRest, restOf } from '../kernels/json-text.ts'
import { SliceKind, takeSlices } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { slicesOfBytes } from '../slice-text.ts'

/** Text, which the table of conversions reads, or values that have a type already. */
export type Derivation =
  | { readonly kind: 'slices'; readonly read: (...parameters: Parameters<Evaluator>) => Slices }
  | { readonly kind: 'values'; readonly type: LogicalType; readonly evaluate: Evaluator }

export function bindDerivation(column: ColumnModel, binding: Binding): Derivation {
  const { source } = column
  switch (source.kind) {
    case 'field':
      return { kind: 'slices', read: (chunk) => chunk.fields.get(source.name) ?? nothing(chunk) }
    case 'path': {
      const index = binding.pathIndex(source.document, source.path)
      return { kind: 'slices', read: (chunk) => chunk.documents[source.document][index] ?? nothing(chunk) }
    }
    case 'expression':
      return bindExpressionSource(column, source.expression, binding)
    case 'metadata': {
      const type = metadataTypes[source.item]
      const header = source.header === undefined ? {} : { header: source.header }
      return bindExpressionSource(column, { kind: 'metadata', item: source.item, type, ...header }, binding)
    }
    case 'rest':
      return { kind: 'values', type: { kind: 'JSON' }, evaluate: bindRest(source, binding) }
  }
}

function nothing(chunk: Chunk): Slices {
  return takeSlices(chunk.memory, chunk.rowCount)
}

/** Text and bytes become another type as the record's own text does, and so do numbers by FORMAT (UNIX and its kin). */
function bindExpressionSource({ type, formats }: ColumnModel, expression: Expression, binding: Binding): Derivation {
  const from = expression.type
  const converts = !sameType(from, type) || formats.length > 0
  if (converts && (isText(from) || from.kind === 'BYTES' || (isNumeric(from) && formats.length > 0))) {
    const text = isText(from)
      ? expression
      : ({ kind: 'cast', operand: expression, lenient: false, type: STRING } as const)
    const evaluate = bindExpression(text, binding)
    return {
      kind: 'slices',
      read: (chunk, selection, failures) =>
        slicesOfBytes(chunk.memory, evaluate(chunk, selection, failures) as BytesColumn, selection, chunk.rowCount),
    }
  }
  return { kind: 'values', type: from, evaluate: bindExpression(expression, binding) }
}

const STRING: LogicalType = { kind: 'STRING' }

/** NULL where there is no document. */
function bindRest({ document, claims }: Extract<ColumnSource, { kind: 'rest' }>, { memory }: Binding): Evaluator {
  const plan = planRest(memory, claims)
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

/** What expressions see inside a table: in AS, and in WHERE, CHECK and WATERMARK. */
import type { Expression } from '../../model/expression.ts'
import type { LogicalType } from '../../types/logical.ts'
import { mapScope, reportUnknownColumn } from './expressions/scope.ts'
import type { Scope } from './expressions/scope.ts'
import { stringType } from './expressions/bound.ts'
import type { MayHave } from './missing.ts'
import type { ParseShape } from './parse-shape.ts'

/** By name; null: the column is wrong, and what reads it says nothing more. */
export type ColumnTypes = ReadonlyMap<string, LogicalType | null>

/** WHERE, CHECK, WATERMARK, a sink's WHERE: columns. */
export function rowScope(columns: ColumnTypes, table: string, mayHave: MayHave): Scope {
  const scope = mapScope(references(columns), table)
  return {
    ...scope,
    resolve: (name, report) => (!scope.has(name.text) && mayHave(name.text) ? null : scope.resolve(name, report)),
  }
}

/** AS: columns and fields; the column's own name is the field or key of that name. */
export function derivationScope(
  own: string,
  columns: ColumnTypes,
  shape: ParseShape,
  table: string,
  mayHave: MayHave,
): Scope {
  const names = new Map<string, Expression | null>()
  for (const field of shape.fields.keys()) names.set(field, { kind: 'field', name: field, type: stringType })
  for (const [name, reference] of references(columns)) if (name !== own) names.set(name, reference)
  const parsed = ownValue(own, shape)
  if (parsed === null && !shape.incomplete) names.delete(own)
  else names.set(own, parsed)
  const scope = mapScope(names, table)
  return {
    ...scope,
    resolve: (name, report) => {
      if (names.has(name.text) || name.text !== own) {
        if (!names.has(name.text) && (shape.incomplete || mayHave(name.text))) return null
        if (names.has(name.text) || shape.documents.length === 0) return scope.resolve(name, report)
        const otherwise = `keys of a document are no names here: bring it in as a column, \`${name.text} JSON\``
        reportUnknownColumn(name, { owner: table, candidates: names.keys(), otherwise }, report)
        return null
      }
      reportUnknownColumn(
        name,
        {
          owner: table,
          candidates: names.keys(),
          label: 'inside its own AS this is the parsed field or key of that name, and no step gives one',
          otherwise: `read another column, or parse a field \`${own}\``,
        },
        report,
      )
      return null
    },
  }
}

function ownValue(own: string, { fields, documents }: ParseShape): Expression | null {
  if (fields.has(own)) return { kind: 'field', name: own, type: stringType }
  if (documents.length === 0) return null
  return { kind: 'document', document: documents.length - 1, path: [{ kind: 'member', name: own }], type: stringType }
}

function references(columns: ColumnTypes): ReadonlyMap<string, Expression | null> {
  return new Map([...columns].map(([name, type]) => [name, type === null ? null : { kind: 'column', name, type }]))
}

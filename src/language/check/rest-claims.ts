/** What REST leaves out: exactly the members that columns of the table name by key or PATH. */
import type { Column } from '../../model/model.ts'
import type { JsonPath } from '../../types/json/path.ts'
import { walk } from '../../model/visit.ts'

/** The columns with the claims of their RESTs filled in. */
export function withClaims(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => {
    const { source } = column
    if (source.kind !== 'rest') return column
    const named = columns.flatMap((other) => pathsOf(other, source.document))
    return { ...column, source: { ...source, claims: shortest(named) } }
  })
}

/** The members of a document that a column names: its key, its PATH, or its own name inside its AS. */
function pathsOf({ source }: Column, document: number): readonly JsonPath[] {
  switch (source.kind) {
    case 'path':
      return source.document === document ? [source.path] : []
    case 'expression':
      return [...walk(source.expression)].flatMap((part) =>
        part.kind === 'document' && part.document === document ? [part.path] : [],
      )
    case 'field':
    case 'metadata':
    case 'rest':
      return []
  }
}

/** A path through an index or wildcard claims nothing, nor does `$`; one behind another that is claimed whole adds nothing. */
function shortest(paths: readonly JsonPath[]): readonly JsonPath[] {
  const members = paths.filter((path) => path.length > 0 && path.every(({ kind }) => kind === 'member'))
  return members.filter((path, i) =>
    members.every((other, j) => i === j || !isPrefix(other, path) || (other.length === path.length && i < j)),
  )
}

function isPrefix(prefix: JsonPath, path: JsonPath): boolean {
  return (
    prefix.length <= path.length &&
    prefix.every((step, i) => {
      const other = path[i]
      return step.kind === 'member' && other.kind === 'member' && step.name === other.name
    })
  )
}

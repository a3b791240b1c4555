/** Names that may be missing through no fault of those who use them: a base is unknown, or the parser could not read their declaration. */
import { typeNames } from '../../types/names.ts'
import type { CreateTable } from '../ast.ts'
import { nearest } from '../nearest.ts'
import type { Span } from '../source.ts'
import type { Reporter } from './reporter.ts'

export type MayHave = (name: string) => boolean

export const hasAll: MayHave = () => false

/** Columns that stand in the text of a table but not in its tree, and such as lack their name in the text. */
export function unreadColumns(table: CreateTable, report: Reporter): MayHave {
  if (!report.isBroken(table.span)) return hasAll
  const declared = declarations(table.span)
  const known = table.columns.map(({ name }) => name.text)
  const isListBroken =
    (table.incomplete === true && report.isBroken(columnList(table))) ||
    table.columns.some(({ name }) => typeNames.includes(name.text.toUpperCase()) && report.isBroken(name.span))
  return (name) => declared.has(name) || report.isUnread(name) || (isListBroken && nearest(name, known) === null)
}

/** From the name to the clauses behind the columns. */
function columnList({ name, span, from, filter, parse, where }: CreateTable): Span {
  const behind = [from, filter, parse?.[0] ?? null, where].filter((clause) => clause !== null)
  return { ...span, start: name.span.end, end: Math.min(span.end, ...behind.map((clause) => clause.span.start)) }
}

/** What stands where a column's name may stand, and is followed by a word, as a type would be. */
function declarations({ file, start, end }: Span): ReadonlySet<string> {
  const text = file.text.slice(start, end)
  const names = [...text.matchAll(/[(,\n]\s*(?:`([^`]+)`|([A-Za-z_]\w*))\s+[A-Za-z]/g)]
  return new Set(names.map((match) => match[1] ?? match[2]))
}

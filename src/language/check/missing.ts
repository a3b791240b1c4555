/** Names that may be missing through no fault of those who use them: a base is unknown, or the parser could not read their declaration. */
import type { CreateTable } from '../ast.ts'
import type { Span } from '../source.ts'
import type { Reporter } from './reporter.ts'

export type MayHave = (name: string) => boolean

export const hasAll: MayHave = () => false

/** Columns that stand in the text of a table but not in its tree. */
export function unreadColumns({ span }: CreateTable, report: Reporter): MayHave {
  if (!report.isBroken(span)) return hasAll
  const declared = declarations(span)
  return (name) => declared.has(name) || report.isUnread(name)
}

/** What stands where a column's name may stand, and is followed by a word, as a type would be. */
function declarations({ file, start, end }: Span): ReadonlySet<string> {
  const text = file.text.slice(start, end)
  const names = [...text.matchAll(/[(,\n]\s*(?:`([^`]+)`|([A-Za-z_]\w*))\s+[A-Za-z]/g)]
  return new Set(names.map((match) => match[1] ?? match[2]))
}

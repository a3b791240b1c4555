/** What the plan does for speed or economy, in sentences: the second half of `sluice explain`. */
import { nameText } from '../types/text.ts'
import { needlesForOnePass, needlesOf } from './needles.ts'
import type { Plan, SourceNode, TablePipeline } from './plan.ts'

export function decisionsOf(plan: Plan): readonly string[] {
  return plan.sources.flatMap((source) => [...sharedReading(source), ...sharedNeedles(source), ...leftOut(source)])
}

function sharedReading(source: SourceNode): string[] {
  if (source.tables.length < 2) return []
  return [`${nameText(source.name)} is read and decoded once for ${source.tables.length} tables`]
}

/** Words that FILTERs look for in the raw text: looked for once, however many tables ask for them. */
function sharedNeedles(source: SourceNode): string[] {
  const asked = source.tables.flatMap((table) => needlesOf(table.filter))
  const distinct = new Set(asked)
  if (distinct.size === 0) return []
  const words = distinct.size === 1 ? 'one word' : `${distinct.size} words`
  const how =
    distinct.size < needlesForOnePass ? 'each by itself, over many records at once' : 'all in one pass over each record'
  const shared = asked.length > distinct.size ? `, shared by ${asked.length} conditions` : ''
  return [`${nameText(source.name)}: FILTERs look for ${words}, ${how}${shared}`]
}

function leftOut(source: SourceNode): string[] {
  return source.tables.flatMap((table) => [...notEvaluated(table), ...checkedNotKept(table)])
}

function notEvaluated({ table, extender, formatter }: TablePipeline): string[] {
  const scheduled = new Set([...extender.beforeWhere, ...extender.afterWhere])
  const unread = formatter.columns.filter((column) => !scheduled.has(column.name)).map((column) => column.name)
  return unread.length === 0
    ? []
    : [`${nameText(table)}: VIRTUAL columns that nothing reads are not evaluated: ${unread.map(nameText).join(', ')}`]
}

function checkedNotKept({ table, formatter, splitter }: TablePipeline): string[] {
  const stored = new Set(splitter.branches.flatMap((branch) => branch.loader.columns.map((column) => column.column)))
  const unstored = formatter.columns.filter((column) => !column.virtual && !stored.has(column.name))
  if (splitter.branches.length === 0 || unstored.length === 0) return []
  return [
    `${nameText(table)}: no sink stores ${unstored.map((column) => nameText(column.name)).join(', ')}; checked all the same, not kept`,
  ]
}

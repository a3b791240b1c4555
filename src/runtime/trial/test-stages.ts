/** What each stage made of a record, a line each, down to where a TEST found something else than it expected. */
import type { StageName, Table } from '../../model/model.ts'
import { literalText } from '../../model/sql.ts'
import { errorText } from '../errors/error-text.ts'
import type { Outcome, RoutedRow } from './test-bench.ts'

/** `filter     keeps it`, … */
export function stageLines(table: Table, found: Outcome): readonly string[] {
  if (found.kind === 'dropped' && found.reason === 'empty') return ['record     is empty: no stage sees it']
  const lines: string[] = []
  for (const stage of ['filter', 'parser', 'extender', 'formatter', 'splitter', 'loader'] as const) {
    const end = endIn(stage, found)
    if (end !== null) return [...lines, stageLine(stage, end)]
    lines.push(...passedLines(stage, table, found))
  }
  return lines
}

/** What ended the record there; null: it went on. */
function endIn(stage: StageName, found: Outcome): string | null {
  if (found.kind === 'error') return found.error.stage === stage ? `error ${errorText(found.error)}` : null
  if (found.kind === 'rows') return null
  switch (found.reason) {
    case 'empty':
    case 'filter':
      return stage === 'filter' ? 'FILTER is not TRUE' : null
    case 'unnest':
      return stage === 'parser' ? 'UNNEST finds no element' : null
    case 'where':
      return stage === 'formatter' ? 'WHERE is not TRUE' : null
    case 'unrouted':
      return stage === 'splitter' ? 'no sink wants it' : null
  }
}

function passedLines(stage: StageName, table: Table, found: Outcome): readonly string[] {
  const rows = found.kind === 'error' ? [] : found.rows
  switch (stage) {
    case 'filter':
      return [stageLine(stage, table.filter === null ? 'there is none' : 'keeps it')]
    case 'parser':
      return [stageLine(stage, table.parse.map(({ kind }) => kind.toUpperCase().replace('-', '_')).join(', '))]
    case 'formatter':
      return rows.map((row) => stageLine(stage, rowText(table, row)))
    case 'splitter':
      return rows.filter(({ sinks }) => sinks.length > 0).map((row) => stageLine(stage, `-> ${row.sinks.join(', ')}`))
    case 'extender':
    case 'loader':
      return []
  }
}

function stageLine(stage: StageName, text: string): string {
  return `${stage.padEnd(9)}  ${text}`
}

export function rowText(table: Table, row: RoutedRow): string {
  const values = table.columns.map(({ name, type }) => `${name} = ${literalText(row.values.get(name) ?? null, type)}`)
  return `a row: ${values.join(', ')}`
}

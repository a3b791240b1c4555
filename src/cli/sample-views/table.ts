/** Sampled records for people at a terminal: a line each, aligned, table by table. */
import { styleText } from 'node:util'
import type { Column } from '../../model/model.ts'
import { literalText } from '../../model/sql.ts'
import { nameText } from '../../types/text.ts'
import { errorText } from '../../runtime/errors/error-text.ts'
import type { SampledRecord, SampledTable } from '../../runtime/trial/sample.ts'
import { printable } from '../printable.ts'
import { placeText, rawText } from './cells.ts'

type Paint = (style: 'bold' | 'red' | 'dim', text: string) => string

/** Cells of one row, or one text for the whole line. */
type Line =
  { readonly place: string; readonly cells: readonly string[] } | { readonly place: string; readonly text: string }

/** All records of one source; a blank line behind each table. */
export function sampleTables(records: readonly SampledRecord[], colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const sampled = records.flatMap(({ batch, tables }) => tables.map((table) => ({ place: placeText(batch), table })))
  const byTable = Map.groupBy(sampled, ({ table }) => table.pipeline.table)
  const texts = [...byTable].map(([name, each]) => {
    const { columns } = each[0].table.pipeline.formatter
    return tableText(
      name,
      columns,
      each.flatMap(({ place, table }) => linesOf(place, table, paint)),
      paint,
    )
  })
  return [...texts, ...unclaimedTexts(records, paint)].join('')
}

function linesOf(
  place: string,
  { pipeline, rows, sinks, error, dropped }: SampledTable,
  paint: Paint,
): readonly Line[] {
  if (error !== null) return [{ place, text: paint('red', printable(`error ${errorText(error)}`)) }]
  if (rows.length === 0) return [{ place, text: paint('dim', `dropped: ${dropped ?? 'nothing came of it'}`) }]
  return rows.map((row) => ({
    place,
    cells: [
      row.sinks.length === 0 && (dropped !== null || sinks.length > 0)
        ? `(${dropped ?? 'unrouted'})`
        : row.sinks.map(nameText).join(', '),
      ...pipeline.formatter.columns.map(({ name, type }) =>
        cut(oneLine(literalText(row.values.get(name) ?? null, type))),
      ),
    ],
  }))
}

function tableText(name: string, columns: readonly Column[], lines: readonly Line[], paint: Paint): string {
  const head = ['sinks', ...columns.map((column) => oneLine(nameText(column.name)))]
  const rows = lines.flatMap((line) => ('cells' in line ? [line.cells] : []))
  const widths = head.map((title, index) => Math.max(...[title, ...rows.map((cells) => cells[index])].map(widthOf)))
  const placeWidth = Math.max(...['record', ...lines.map(({ place }) => place)].map(widthOf))
  const isNumber = [false, ...columns.map(({ type }) => numericKinds.has(type.kind))]
  const aligned = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) => pad(cell, widths[index], isNumber[index]))
    const last = padded.length - 1
    padded[last] = padded[last].trimEnd()
    return padded.map((cell, index) => (index > 0 && cells[index] === 'NULL' ? paint('dim', cell) : cell)).join('  ')
  }
  const shown = lines.map((line) => {
    const text = 'cells' in line ? aligned(line.cells) : line.text
    return `  ${pad(line.place, placeWidth, false)}  ${text}\n`
  })
  return `${paint('bold', nameText(name))}\n  ${paint('dim', `${pad('record', placeWidth, false)}  ${aligned(head)}`)}\n${shown.join('')}\n`
}

const numericKinds: ReadonlySet<string> = new Set([
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
])

function unclaimedTexts(records: readonly SampledRecord[], paint: Paint): readonly string[] {
  const unclaimed = records.filter(({ tables }) => tables.length === 0).map(({ batch }) => batch)
  if (unclaimed.length === 0) return []
  const width = Math.max(...unclaimed.map((batch) => widthOf(placeText(batch))))
  const lines = unclaimed.map(
    (batch) => `  ${pad(placeText(batch), width, false)}  ${cut(oneLine(rawText(batch)), 100)}\n`,
  )
  return [`${paint('bold', 'unclaimed')} ${paint('dim', "(no table's FILTER keeps it)")}\n${lines.join('')}\n`]
}

/** Tabs too would break the columns. */
function oneLine(text: string): string {
  return printable(text).replaceAll('\t', '\\x09')
}

const cellCharactersMax = 40

function cut(text: string, charactersMax = cellCharactersMax): string {
  const characters = [...text]
  return characters.length <= charactersMax ? text : `${characters.slice(0, charactersMax - 1).join('')}…`
}

/** Columns of the terminal, as near as it can be said: wide characters (East Asian, emoji) take two. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : 1
  return width
}

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u

function pad(text: string, width: number, toTheRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return toTheRight ? blanks + text : text + blanks
}

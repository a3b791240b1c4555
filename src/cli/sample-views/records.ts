/** A sampled record for people: its text, and below it what each table made of it, a column a line. */
import { styleText } from 'node:util'
import { literalText } from '../../model/sql.ts'
import { nameText } from '../../types/text.ts'
import { errorText } from '../../runtime/errors/error-text.ts'
import type { SampledRecord, SampledTable } from '../../runtime/trial/sample.ts'
import { printable } from '../printable.ts'
import { placeText, rawText } from './cells.ts'

/** Ends with an empty line. */
export function recordText({ source, batch, tables }: SampledRecord, colour: boolean): string {
  const paint = (style: 'bold' | 'red' | 'dim', text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const lines = [`${paint('bold', nameText(source))} ${paint('dim', placeText(batch))}`, `  ${rawText(batch)}`]
  if (tables.length === 0) lines.push(paint('dim', "  unclaimed: no table's FILTER keeps it"))
  for (const table of tables) lines.push(...tableLines(table, paint))
  return `${lines.join('\n')}\n\n`
}

function tableLines({ pipeline, rows, sinks, error, dropped }: SampledTable, paint: Paint): string[] {
  const name = paint('bold', nameText(pipeline.table))
  if (error !== null) return [`  ${name}: ${paint('red', printable(`error ${errorText(error)}`))}`]
  if (rows.length === 0) return [`  ${name}: dropped (${dropped ?? 'nothing came of it'})`]
  const columns = pipeline.formatter.columns
  const names = columns.map((column) => printable(nameText(column.name)))
  const width = Math.max(...names.map((each) => each.length))
  const isStored = sinks.length > 0 || dropped !== null
  const targetOf = (own: readonly string[]): string =>
    own.length > 0 ? ` -> ${own.map(nameText).join(', ')}` : isStored ? ` -> no sink (${dropped ?? 'unrouted'})` : ''
  return rows.flatMap((row) => [
    `  ${name}${targetOf(row.sinks)}`,
    ...columns.map((column, index) => {
      const value = literalText(row.values.get(column.name) ?? null, column.type)
      return `    ${names[index].padEnd(width)}  ${value === 'NULL' ? paint('dim', value) : printable(value)}`
    }),
  ])
}

type Paint = (style: 'bold' | 'red' | 'dim', text: string) => string

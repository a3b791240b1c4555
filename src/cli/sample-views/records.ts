/** A sampled record for people: its text, and below it what each table made of it, a column a line. */
import { styleText } from 'node:util'
import { literalText } from '../../model/sql.ts'
import { errorText } from '../../runtime/error-text.ts'
import type { SampledRecord, SampledTable } from '../../runtime/sample.ts'
import { printable } from '../printable.ts'
import { placeText, rawText } from './cells.ts'

/** Ends with an empty line. */
export function recordText({ source, batch, tables }: SampledRecord, colour: boolean): string {
  const paint = (style: 'bold' | 'red' | 'dim', text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const lines = [`${paint('bold', source)} ${paint('dim', placeText(batch))}`, `  ${rawText(batch)}`]
  if (tables.length === 0) lines.push(paint('dim', "  unclaimed: no table's FILTER keeps it"))
  for (const table of tables) lines.push(...tableLines(table, paint))
  return `${lines.join('\n')}\n\n`
}

function tableLines({ pipeline, rows, sinks, error, dropped }: SampledTable, paint: Paint): string[] {
  const name = paint('bold', pipeline.table)
  if (error !== null) return [`  ${name}: ${paint('red', printable(`error ${errorText(error)}`))}`]
  if (rows.length === 0) return [`  ${name}: dropped (${dropped ?? 'nothing came of it'})`]
  const columns = pipeline.formatter.columns
  const width = Math.max(...columns.map((column) => column.name.length))
  const target = dropped === null ? (sinks.length === 0 ? '' : ` -> ${sinks.join(', ')}`) : ` -> no sink (${dropped})`
  return rows.flatMap((row) => [
    `  ${name}${target}`,
    ...columns.map((column) => {
      const value = literalText(row.values.get(column.name) ?? null, column.type)
      return `    ${column.name.padEnd(width)}  ${value === 'NULL' ? paint('dim', value) : printable(value)}`
    }),
  ])
}

type Paint = (style: 'bold' | 'red' | 'dim', text: string) => string

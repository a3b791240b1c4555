/** `sluice sample`: the first records of each source, what every table made of them, errors beside rows. */
import { styleText } from 'node:util'
import { absent } from '../../engine/batch.ts'
import type { RecordBatch } from '../../engine/batch.ts'
import { literalText } from '../../model/sql.ts'
import type { SourceNode } from '../../plan/plan.ts'
import { samplePlan, sampleSource } from '../../runtime/sample.ts'
import type { SampledRecord, SampledTable } from '../../runtime/sample.ts'
import { errorText } from '../../runtime/error-text.ts'
import { compileProject, counted } from '../compile-project.ts'
import { ExitCode, UsageError } from '../failure.ts'
import { printable } from '../printable.ts'
import type { Terminal } from '../terminal.ts'

export interface SampleCommandOptions {
  readonly limit: number
  readonly from?: string
  readonly source?: string
}

export async function sample(
  paths: readonly string[],
  options: SampleCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  const plan = samplePlan(project.model)
  const tally = { records: 0, rows: 0, errors: 0, unclaimed: 0 }
  for (const source of chosen(plan.sources, options)) {
    for await (const record of sampleSource(plan, source, { limit: options.limit, from: options.from ?? null })) {
      terminal.out(recordText(record, terminal.colourOut))
      tally.records++
      tally.rows += record.tables.reduce((sum, table) => sum + table.rows.length, 0)
      tally.errors += record.tables.filter((table) => table.error !== null).length
      if (record.tables.length === 0) tally.unclaimed++
    }
  }
  const { records, rows, errors, unclaimed } = tally
  terminal.say(
    `${counted(records, 'record')}: ${counted(rows, 'row')}, ${counted(errors, 'error')}, ${unclaimed} unclaimed\n`,
  )
  return ExitCode.fine
}

function chosen(sources: readonly SourceNode[], options: SampleCommandOptions): readonly SourceNode[] {
  const found = options.source === undefined ? sources : sources.filter(({ name }) => name === options.source)
  const names = sources.map(({ name }) => name).join(', ')
  if (found.length === 0) throw new UsageError(`no source \`${options.source}\``, `there are: ${names}`)
  if (options.from !== undefined && found.length > 1) {
    throw new UsageError('--from stands for one source, and there are several', `say which with --source: ${names}`)
  }
  return found
}

function recordText({ source, batch, tables }: SampledRecord, colour: boolean): string {
  const paint = (style: 'bold' | 'red' | 'dim', text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const lines = [`${paint('bold', source)} ${paint('dim', placeText(batch))}`, `  ${rawText(batch)}`]
  if (tables.length === 0) lines.push(paint('dim', "  unclaimed: no table's FILTER keeps it"))
  for (const table of tables) lines.push(...tableLines(table, paint))
  return `${lines.join('\n')}\n\n`
}

function tableLines({ pipeline, rows, sinks, error, dropped }: SampledTable, paint: Paint): string[] {
  const name = paint('bold', pipeline.table)
  if (error !== null) return [`  ${name}: ${paint('red', `error ${errorText(error)}`)}`]
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

function placeText(batch: RecordBatch): string {
  if (batch.lines !== null) return `${batch.topic}:${batch.lines[0]}`
  return `${batch.topic}, partition ${batch.partition}, offset ${batch.offsets[0]}`
}

const shownCharacters = 2000

function rawText(batch: RecordBatch): string {
  if (batch.starts[0] === absent) return '(no value)'
  const text = printable(Buffer.from(batch.bytes.subarray(batch.starts[0], batch.ends[0])).toString('utf8'))
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}… (${text.length} characters)`
}

/** `sluice sample`: the first records of each source, what every table made of them, errors beside rows. */
import type { SourceNode } from '../../plan/plan.ts'
import { PartitionSpread } from '../../runtime/trial/partition-spread.ts'
import { samplePlan, sampleSource } from '../../runtime/trial/sample.ts'
import type { SampledRecord, SampledTable } from '../../runtime/trial/sample.ts'
import { nameText } from '../../types/text.ts'
import { compileProject, counted } from '../compile-project.ts'
import { ExitCode, UsageError } from '../failure.ts'
import { recordJson } from '../sample-views/json.ts'
import { recordText } from '../sample-views/records.ts'
import { sampleTables } from '../sample-views/table.ts'
import type { Terminal } from '../terminal.ts'

export interface SampleCommandOptions {
  readonly limit: number
  readonly from?: string
  readonly source?: string
  /** Unless said, `table` at a terminal, else `records`. */
  readonly output?: 'table' | 'records' | 'json'
}

export async function sample(
  paths: readonly string[],
  options: SampleCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  const plan = samplePlan(project.model)
  const output = options.output ?? (terminal.isOutTerminal ? 'table' : 'records')
  const tally = { records: 0, rows: 0, unrouted: 0, errors: 0, unclaimed: 0 }
  const spread = new PartitionSpread()
  for (const source of chosen(plan.sources, options)) {
    const shownLast: SampledRecord[] = []
    for await (const record of sampleSource(plan, source, { limit: options.limit, from: options.from ?? null })) {
      if (output === 'table') shownLast.push(record)
      else terminal.out(output === 'json' ? recordJson(record) : recordText(record, terminal.colourOut))
      tally.records++
      const unrouted = record.tables.reduce((sum, table) => sum + unroutedRows(table), 0)
      tally.unrouted += unrouted
      tally.rows += record.tables.reduce((sum, table) => sum + table.rows.length, 0) - unrouted
      record.tables.forEach((table) => spread.add(table))
      tally.errors += record.tables.filter((table) => table.error !== null).length
      if (record.tables.length === 0) tally.unclaimed++
    }
    if (shownLast.length > 0) terminal.out(sampleTables(shownLast, terminal.colourOut))
  }
  warnOfPartitions(spread, terminal)
  const { records, rows, unrouted, errors, unclaimed } = tally
  const nowhere = unrouted === 0 ? '' : `, ${unrouted} unrouted`
  terminal.say(
    `${counted(records, 'record')}: ${counted(rows, 'row')}${nowhere}, ${counted(errors, 'error')}, ${unclaimed} unclaimed\n`,
  )
  return ExitCode.fine
}

/** Those that no sink wants; of a table without sinks none is meant to be stored. */
function unroutedRows({ rows, sinks, dropped }: SampledTable): number {
  if (sinks.length === 0 && dropped === null) return 0
  return rows.filter((row) => row.sinks.length === 0).length
}

function warnOfPartitions(spread: PartitionSpread, { log, say }: Terminal): void {
  for (const { sink, column, values, rows } of spread.wide()) {
    const name = nameText(column)
    log.warning(
      `sink \`${sink}\` is partitioned by ${name}, which has ${values} values in ${counted(rows, 'row')}: each makes a folder and a file`,
    )
    say(
      `  = help: partition by what has few values, such as a day (date_format(time, 'yyyy-MM-dd')), and store ${name} as a column; --limit N looks at more rows\n`,
    )
  }
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

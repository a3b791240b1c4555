/** `sluice sample`: the first records of each source, what every table made of them, errors beside rows. */
import type { SourceNode } from '../../plan/plan.ts'
import { samplePlan, sampleSource } from '../../runtime/sample.ts'
import type { SampledRecord } from '../../runtime/sample.ts'
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
  const tally = { records: 0, rows: 0, errors: 0, unclaimed: 0 }
  for (const source of chosen(plan.sources, options)) {
    const shownLast: SampledRecord[] = []
    for await (const record of sampleSource(plan, source, { limit: options.limit, from: options.from ?? null })) {
      if (output === 'table') shownLast.push(record)
      else terminal.out(output === 'json' ? recordJson(record) : recordText(record, terminal.colourOut))
      tally.records++
      tally.rows += record.tables.reduce((sum, table) => sum + table.rows.length, 0)
      tally.errors += record.tables.filter((table) => table.error !== null).length
      if (record.tables.length === 0) tally.unclaimed++
    }
    if (shownLast.length > 0) terminal.out(sampleTables(shownLast, terminal.colourOut))
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

/** `sluice compact`: merges the small files of closed partitions. */
import { compactJob } from '../../runtime/compact/compact-job.ts'
import type { CompactionReport } from '../../runtime/compact/compact-job.ts'
import { sizeKind } from '../../options/kinds.ts'
import { compileProject } from '../compile-project.ts'
import { ExitCode, UsageError } from '../failure.ts'
import { printable } from '../printable.ts'
import type { Terminal } from '../terminal.ts'

export interface CompactOptions {
  readonly stateDir: string
  readonly sink?: string
  readonly partition?: string
  readonly targetSize: string
  readonly dryRun?: boolean
  readonly output?: 'json'
}

export async function compactPaths(
  paths: readonly string[],
  options: CompactOptions,
  terminal: Terminal,
): Promise<number> {
  const bytesMax = sizeKind.parse(options.targetSize)
  if (!bytesMax.ok) throw new UsageError(`wrong value for --target-size: ${bytesMax.message}`)
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  const reports: CompactionReport[] = []
  const asked = {
    stateFolder: options.stateDir,
    sink: options.sink ?? null,
    partition: options.partition ?? null,
    bytesMax: bytesMax.value,
    dryRun: options.dryRun === true,
  }
  for await (const report of compactJob(project.plan, asked)) {
    reports.push(report)
    if (options.output !== 'json') terminal.out(`${reportLine(report)}\n`)
  }
  if (options.output === 'json') terminal.out(`${JSON.stringify(reports)}\n`)
  else if (reports.length === 0) terminal.say('no partition holds files of this job\n')
  return ExitCode.fine
}

function reportLine({ sink, partition, filesBefore, outcome, others }: CompactionReport): string {
  const place = partition === '' ? sink : `${sink} ${partition}`
  const left = others === 0 ? '' : `; ${others} files not of a published epoch of this job left alone`
  return printable(`${place}: ${outcomeText(filesBefore, outcome)}${left}`)
}

function outcomeText(count: number, outcome: CompactionReport['outcome']): string {
  const files = count === 1 ? '1 file' : `${count} files`
  switch (outcome.kind) {
    case 'compacted':
      return `${files} are ${outcome.filesAfter} now, ${outcome.rows} rows merged`
    case 'would-compact':
      return `${files} would be ${outcome.filesAfter}`
    case 'unchanged':
      return `${files}, nothing to merge`
    case 'open':
      return `${files}, left alone: it has no _SUCCESS yet`
    case 'other-columns':
      return `${files}, left alone: they have other columns than the sink has now`
    case 'lost':
      return 'another process compacts it'
  }
}

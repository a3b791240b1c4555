/** `sluice run`: runs the job; the ledger at the end. Ctrl-C or SIGTERM ends it cleanly, a second one at once. */
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { addRemaining, progressSample, progressText } from '../../runtime/progress.ts'
import { ledgerToJson } from '../../runtime/ledger-json.ts'
import { localTopicsFolder, openJob, probeJob } from '../../runtime/open-job.ts'
import type { JobOptions, OpenJob } from '../../runtime/open-job.ts'
import { errorText } from '../../runtime/table-test.ts'
import { compileProject } from '../compile-project.ts'
import type { CompiledProject } from '../compile-project.ts'
import { ExitCode } from '../failure.ts'
import { drawProgress } from '../progress-line.ts'
import { declaredLedger, summaryText } from '../run-summary.ts'
import type { Terminal } from '../terminal.ts'

export interface RunOptions {
  readonly dryRun?: boolean
  readonly until?: 'end'
  readonly local?: string
  readonly output?: 'json'
  readonly stateDir?: string
  readonly intoExisting?: boolean
}

export async function run(paths: readonly string[], options: RunOptions, terminal: Terminal): Promise<number> {
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  const jobOptions = jobOptionsOf(options, terminal)
  if (options.dryRun === true) return dryRun(project, jobOptions, terminal)

  const open = await openJob(project.plan, jobOptions)
  try {
    if (open.resumedEpoch !== null) terminal.log.info(`resuming after epoch ${open.resumedEpoch}`)
    const stopped = await runUntilStopped(open, options, terminal)
    const ledger = declaredLedger(project.plan, open.job.totals)
    if (options.output === 'json') terminal.out(`${JSON.stringify(ledgerToJson(ledger))}\n`)
    if (terminal.log.format === 'json') terminal.log.info('ledger', { ledger: ledgerToJson(ledger) })
    terminal.say(summaryText(project.plan, open.job, ledger, jobOptions, paths))
    if (!stopped) return ExitCode.fine
    terminal.log.info(
      `stopped; run again with --state-dir ${jobOptions.stateFolder} to go on after epoch ${open.job.lastEpoch}`,
    )
    return ExitCode.stopped
  } finally {
    await open.close()
  }
}

function jobOptionsOf(options: RunOptions, terminal: Terminal): JobOptions {
  return {
    stateFolder:
      options.stateDir ?? (options.local === undefined ? '.sluice' : join(localTopicsFolder(options.local), '.sluice')),
    untilEnd: options.until === 'end',
    localFolder: options.local ?? null,
    intoExisting: options.intoExisting ?? false,
    onLostError: (error) => {
      terminal.log.warning(`the error sink cannot hold an error of table ${error.table}: ${errorText(error)}`)
    },
  }
}

async function dryRun(project: CompiledProject, options: JobOptions, terminal: Terminal): Promise<number> {
  for (const checked of await probeJob(project.plan, options)) terminal.say(`${checked}: ok\n`)
  return ExitCode.fine
}

/** Whether a signal ended it. */
async function runUntilStopped(open: OpenJob, options: RunOptions, terminal: Terminal): Promise<boolean> {
  const stop = new AbortController()
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(ExitCode.stopped)
    terminal.log.info(`${signal}: committing what has been read, then stopping (again: at once)`)
    stop.abort()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, onSignal)
  const showEnd = options.until === 'end'
  let last = sampleOf(open)
  const line = drawProgress(terminal, () => {
    const now = sampleOf(open)
    const text = progressText(last, now, showEnd)
    last = now
    return text
  })
  try {
    await open.job.run(stop.signal)
  } finally {
    line.clear()
    for (const signal of signals) process.off(signal, onSignal)
  }
  return stop.signal.aborted
}

function sampleOf({ job, inputs }: OpenJob) {
  return progressSample(
    performance.now(),
    job.counted(),
    addRemaining(inputs.map((input) => input.connector.remaining())),
  )
}

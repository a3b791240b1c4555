/** `sluice run`: runs the job; the ledger at the end. Ctrl-C or SIGTERM ends it cleanly, a second one at once. */
import { join } from 'node:path'
import type { CommitNote, JobListeners, JobOptions } from '../../runtime/job/options.ts'
import { ledgerToJson } from '../../runtime/ledger/json.ts'
import { localTopicsFolder } from '../../runtime/connect/local-folder.ts'
import type { JobLook } from '../../runtime/job/look.ts'
import type { HttpAddress } from '../../runtime/monitor/http-server.ts'
import type { Monitor } from '../../runtime/monitor/monitor.ts'
import { openJob, probeJob } from '../../runtime/job/open-job.ts'
import type { OpenJob } from '../../runtime/job/open-job.ts'
import { errorText } from '../../runtime/errors/error-text.ts'
import { compileProject, counted } from '../compile-project.ts'
import type { CompiledProject } from '../compile-project.ts'
import { ExitCode } from '../failure.ts'
import { showProgress } from '../job-progress.ts'
import { declaredLedger, summaryText } from '../run-summary.ts'
import type { Terminal } from '../terminal.ts'

export interface RunOptions {
  readonly dryRun?: boolean
  readonly until?: 'end'
  readonly local?: string
  readonly output?: 'json'
  readonly stateDir?: string
  readonly intoExisting?: boolean
  readonly http?: HttpAddress
  readonly workers?: number
}

/** `version`: of sluice, for those who watch. */
export async function run(
  paths: readonly string[],
  options: RunOptions,
  terminal: Terminal,
  version: string,
): Promise<number> {
  const project = compileProject(paths, terminal)
  if (project === null) return ExitCode.findings
  const jobOptions = jobOptionsOf(options, terminal)
  if (options.dryRun === true) return dryRun(project, jobOptions, terminal)

  const monitor = options.http === undefined ? null : await openMonitor(options.http, project, version, terminal)
  try {
    return await runJob(project, paths, options, jobOptions, monitor, terminal)
  } finally {
    await monitor?.close()
  }
}

async function runJob(
  project: CompiledProject,
  paths: readonly string[],
  options: RunOptions,
  jobOptions: JobOptions,
  monitor: Monitor | null,
  terminal: Terminal,
): Promise<number> {
  const open = await openJob(project.plan, jobOptions)
  try {
    const stopped = await runUntilStopped(open, options, monitor, terminal)
    const look = await open.look()
    const ledger = declaredLedger(project.plan, look.totals)
    if (options.output === 'json') terminal.out(`${JSON.stringify(ledgerToJson(ledger))}\n`)
    if (terminal.log.format === 'json') terminal.log.info('ledger', { ledger: ledgerToJson(ledger) })
    terminal.say(summaryText(project.plan, look, ledger, jobOptions, paths))
    if (stopped) {
      const place = placeText(open, look)
      terminal.log.info(`stopped; run again with --state-dir ${jobOptions.stateFolder} to go on ${place}`)
    }
    await open.close()
    return stopped ? ExitCode.stopped : ExitCode.fine
  } catch (error) {
    // What broke first is what an operator needs to know.
    await open.close().catch(() => {})
    throw error
  }
}

function jobOptionsOf(options: RunOptions, terminal: Terminal): JobOptions {
  return {
    stateFolder:
      options.stateDir ?? (options.local === undefined ? '.sluice' : join(localTopicsFolder(options.local), '.sluice')),
    untilEnd: options.until === 'end',
    localFolder: options.local ?? null,
    intoExisting: options.intoExisting ?? false,
    workers: options.workers ?? null,
    onWarning: (message) => terminal.log.warning(message),
    onClosed: ({ sink, path }) =>
      terminal.log.info(`partition ${path} of sink ${sink} is complete`, { sink, partition: path }),
    onLostError: (error) => {
      terminal.log.warning(`the error sink cannot hold an error of table ${error.table}: ${errorText(error)}`)
    },
  }
}

/** Loaded when asked for: a job that nobody watches needs no server. */
async function openMonitor(
  address: HttpAddress,
  { plan }: CompiledProject,
  version: string,
  terminal: Terminal,
): Promise<Monitor> {
  const { Monitor } = await import('../../runtime/monitor/monitor.ts')
  const monitor = await Monitor.listen(address, { version, plan })
  terminal.log.info(`${monitor.url} answers /livez, /readyz and /metrics`)
  return monitor
}

async function dryRun(project: CompiledProject, options: JobOptions, terminal: Terminal): Promise<number> {
  for (const checked of await probeJob(project.plan, options)) terminal.say(`${checked}: ok\n`)
  return ExitCode.fine
}

/** Whether a signal ended it. */
async function runUntilStopped(
  open: OpenJob,
  options: RunOptions,
  monitor: Monitor | null,
  terminal: Terminal,
): Promise<boolean> {
  const stop = new AbortController()
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(ExitCode.stopped)
    terminal.log.info(`${signal}: committing what has been read, then stopping (again: at once)`)
    monitor?.ending('stopping')
    stop.abort()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, onSignal)
  const endProgress = showProgress(open, options.until === 'end', terminal)
  try {
    monitor?.running(open)
    await open.run(stop.signal, listenersOf(open, monitor, terminal))
  } catch (error) {
    monitor?.ending('failed')
    throw error
  } finally {
    endProgress()
    for (const signal of signals) process.off(signal, onSignal)
  }
  return stop.signal.aborted
}

function listenersOf(open: OpenJob, monitor: Monitor | null, terminal: Terminal): JobListeners {
  return {
    onCommit: (commit) => {
      monitor?.onCommit(commit)
      logCommit(commit, terminal)
    },
    onShard: (shard, epoch) => logShard(open, shard, epoch, terminal),
    onRetry: (shard, failures, message) => {
      const what = `${shardText(open, shard)}${message}; going on from the last commit (failure ${failures} in a row)`
      terminal.log.warning(what, { shard, failures })
    },
    onUncommitted: (shard, epoch, reason) => {
      const what = `${shardText(open, shard)}epoch ${epoch} may not be committed: ${reason}`
      terminal.log.warning(`${what}; the next run finds out, and goes on from the last commit`, { shard, epoch })
    },
  }
}

/** Where there is but one shard nobody needs to know of shards. */
function shardText({ shardCount }: OpenJob, shard: number): string {
  return shardCount === 1 ? '' : `shard ${shard}: `
}

function logShard(open: OpenJob, shard: number, epoch: number, terminal: Terminal): void {
  if (open.shardCount === 1 && epoch === 0) return
  const what = epoch === 0 ? 'reading from the start' : `resuming after epoch ${epoch}`
  terminal.log.info(`${shardText(open, shard)}${what}`, { shard, epoch })
}

/** `after epoch 7`; of several shards each. */
function placeText({ shardCount }: OpenJob, { lastEpoch, shards }: JobLook): string {
  if (shardCount === 1) return `after epoch ${lastEpoch}`
  const places = shards.filter(({ state }) => state !== 'gone').map(({ number, epoch }) => `${epoch} (shard ${number})`)
  return places.length === 0 ? 'where the other processes are by then' : `after epochs ${places.join(', ')}`
}

function logCommit({ shard, epoch, records, files, openMs, commitMs }: CommitNote, terminal: Terminal): void {
  terminal.log.debug(
    `${shard === 0 ? '' : `shard ${shard}, `}epoch ${epoch} committed: ${counted(records, 'record')}, ${counted(files, 'file')}, in ${Math.round(commitMs)} ms`,
    { shard, epoch, records, files, openMs: Math.round(openMs), commitMs: Math.round(commitMs) },
  )
}

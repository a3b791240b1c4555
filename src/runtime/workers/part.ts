/**
 * A thread that does one part of a job, as a process of its own would. It is opened at once; what it does then it is told by
 * messages, and what it does meanwhile it tells by messages.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { closeAll } from '../closing.ts'
import type { Closing } from '../closing.ts'
import type { Progress } from '../job/job.ts'
import type { JobListeners } from '../job/options.ts'
import { openPart } from '../job/part.ts'
import type { JobPart, PartNotices } from '../job/part.ts'
import { openConnectors } from '../sources/open-sources.ts'
import { nodeFiles } from '../state/durable-files.ts'
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts'
import { sentError } from './sent-error.ts'

const port = parentPort!
const closing: Closing = []
const stop = new AbortController()
let mayEnd = false
let told: Progress = 'busy'

function tell(message: FromWorker): void {
  port.postMessage(message)
}

const notices: PartNotices = {
  onLostError: ({ table, code, stage, column, sink, message, place }) =>
    tell({ kind: 'lost-error', error: { table, code, stage, column, sink, message, place } }),
  onWarning: (message) => tell({ kind: 'warning', message }),
  onSinkWarning: (message) => tell({ kind: 'sink-warning', message }),
  onClosed: (partition) => tell({ kind: 'partition-closed', partition }),
}

const listeners: JobListeners = {
  onCommit: (commit) => tell({ kind: 'commit', commit }),
  onShard: (shard, epoch) => tell({ kind: 'shard', shard, epoch }),
  onRetry: (shard, failures, message) => tell({ kind: 'retry', shard, failures, message }),
  onUncommitted: (shard, epoch, reason) => tell({ kind: 'uncommitted', shard, epoch, reason }),
}

/** One that is through stays until all are: what another one loses is its to take over, and it comes at no cost. */
function onProgress(progress: Progress): boolean {
  if (progress !== told) tell({ kind: 'progress', progress })
  told = progress
  return mayEnd && progress !== 'busy'
}

async function open(): Promise<JobPart> {
  const { plan, settings, ground, share } = workerData as WorkerStart
  const connectors = await openConnectors(plan, { ...settings, workers: share.workers }, closing)
  const part = await openPart({
    ...{ plan, settings, ground, share, connectors, notices },
    files: nodeFiles,
    mayEnd: onProgress,
  })
  closing.push(() => part.close())
  return part
}

async function run(part: JobPart): Promise<void> {
  try {
    await part.job.run(stop.signal, listeners)
    tell({ kind: 'ended', look: part.look() })
  } catch (error) {
    tell({ kind: 'failed', error: sentError(error), look: part.look() })
  }
}

async function close(): Promise<void> {
  try {
    await closeAll(closing)
    tell({ kind: 'closed', error: null })
  } catch (error) {
    tell({ kind: 'closed', error: sentError(error) })
  }
  // Of the thread, not of the process: a connection that nobody closed keeps it no longer.
  process.exit()
}

function obey(part: JobPart, message: ToWorker): void {
  switch (message.kind) {
    case 'run':
      return void run(part)
    case 'stop':
      return stop.abort()
    case 'abandon':
      return part.job.fail(new Error('another worker has failed'))
    case 'end':
      mayEnd = true
      return part.job.wake()
    case 'look':
      return tell({ kind: 'look', id: message.id, look: part.look() })
    case 'close':
      return void close()
  }
}

try {
  const part = await open()
  port.on('message', (message: ToWorker) => obey(part, message))
  tell({ kind: 'opened', look: part.look() })
} catch (error) {
  tell({ kind: 'failed', error: sentError(error), look: null })
  await close()
}

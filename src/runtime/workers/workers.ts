/**
 * Several threads that share a job's shards, as several processes do: each does all that its shards need, from reading to
 * committing, and nothing but small messages goes from one to another. Here they are started, watched and ended together.
 */
import type { Progress } from '../job/job.ts'
import type { JobListeners } from '../job/options.ts'
import type { PartNotices } from '../job/part.ts'
import type { PartLook } from '../job/look.ts'
import { withDeadline } from '../with-deadline.ts'
import { eachTogether } from '../each-together.ts'
import type { ToWorker, WorkerEvent, WorkerStart } from './messages.ts'
import { WorkerThread } from './worker-thread.ts'

/** When one has failed the others have so long to end. */
const farewellMs = 12_000

export class Workers {
  private readonly threads: readonly WorkerThread[]
  private readonly progress: Progress[]
  private readonly notices: PartNotices
  private listeners: JobListeners | null = null
  private failure: { readonly error: unknown } | null = null

  private constructor(start: Omit<WorkerStart, 'share'>, workers: number, notices: PartNotices) {
    this.notices = notices
    this.progress = Array.from({ length: workers }, () => 'busy')
    this.threads = this.progress.map(
      (_, worker) => new WorkerThread({ ...start, share: { worker, workers } }, (event) => this.on(worker, event)),
    )
  }

  /** Raises the first error; then no thread is left. */
  static async open(start: Omit<WorkerStart, 'share'>, count: number, notices: PartNotices): Promise<Workers> {
    const workers = new Workers(start, count, notices)
    try {
      await Promise.all(workers.threads.map(async ({ opened }) => opened))
      return workers
    } catch (error) {
      await workers.close().catch(() => {})
      throw error
    }
  }

  /** As that of the job; where one fails all end, with the error of the first. */
  async run(signal: AbortSignal, listeners: JobListeners): Promise<void> {
    this.listeners = listeners
    const stop = (): void => this.sendAll({ kind: 'stop' })
    signal.addEventListener('abort', stop, { once: true })
    try {
      this.sendAll({ kind: 'run' })
      if (signal.aborted) stop()
      await this.allEnded()
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async looks(): Promise<readonly PartLook[]> {
    return Promise.all(this.threads.map(async (thread) => thread.look()))
  }

  async close(): Promise<void> {
    await eachTogether(this.threads, async (thread) => thread.close())
  }

  private async allEnded(): Promise<void> {
    const failed = Promise.withResolvers<void>()
    const ends = this.threads.map(async ({ ended }) =>
      ended.catch((error: unknown) => {
        this.failure ??= { error }
        this.sendAll({ kind: 'abandon' })
        failed.resolve()
      }),
    )
    const all = Promise.all(ends)
    await Promise.race([all, failed.promise])
    if (this.failure === null) return
    await withDeadline(farewellMs, all)
    throw this.failure.error
  }

  private sendAll(message: ToWorker): void {
    for (const thread of this.threads) thread.send(message)
  }

  private on(worker: number, event: WorkerEvent): void {
    const { listeners, notices } = this
    switch (event.kind) {
      case 'progress':
        return this.onProgress(worker, event.progress)
      case 'commit':
        return listeners?.onCommit(event.commit)
      case 'shard':
        return listeners?.onShard(event.shard, event.epoch)
      case 'retry':
        return listeners?.onRetry(event.shard, event.failures, event.message)
      case 'uncommitted':
        return listeners?.onUncommitted(event.shard, event.epoch, event.reason)
      case 'lost-error':
        return notices.onLostError(event.error)
      case 'warning':
        return notices.onWarning(event.message)
      case 'sink-warning':
        return notices.onSinkWarning(event.message)
      case 'partition-closed':
        return notices.onClosed(event.partition)
    }
  }

  /** Where no worker has anything left to read, all end; those without shards do not keep the others waiting. */
  private onProgress(worker: number, progress: Progress): void {
    this.progress[worker] = progress
    if (this.progress.includes('busy') || !this.progress.includes('done')) return
    this.sendAll({ kind: 'end' })
  }
}

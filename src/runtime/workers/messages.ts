/** What the main thread and a worker say to each other. All of it is plain data. */
import type { Plan } from '../../plan/plan.ts'
import type { Progress } from '../job/job.ts'
import type { JobGround } from '../job/ground.ts'
import type { CommitNote, JobSettings, LostError } from '../job/options.ts'
import type { Share } from '../job/part.ts'
import type { PartLook } from '../job/look.ts'
import type { OpenPartition } from '../partitions/closer.ts'
import type { SentError } from './sent-error.ts'

/**
 * With what a worker starts. The compiled plan is copied: that takes less than a millisecond for six tables, where compiling them
 * again takes 150, and a tenth of it for a thousand.
 */
export interface WorkerStart {
  /** With its error sinks. */
  readonly plan: Plan
  readonly settings: JobSettings
  readonly ground: JobGround
  readonly share: Share
}

export type ToWorker =
  | { readonly kind: 'run' }
  /** What is read is committed; then it ends. */
  | { readonly kind: 'stop' }
  /** Ends without a commit: another worker has failed. */
  | { readonly kind: 'abandon' }
  /** All workers are through: this one may end once it is. */
  | { readonly kind: 'end' }
  | { readonly kind: 'look'; readonly id: number }
  /** Closes what is open, and ends the thread. */
  | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'opened'; readonly look: PartLook }
  /** `run` is over. */
  | { readonly kind: 'ended'; readonly look: PartLook }
  /** It could not be opened (`look` is null), or `run` broke off. */
  | { readonly kind: 'failed'; readonly error: SentError; readonly look: PartLook | null }
  | { readonly kind: 'look'; readonly id: number; readonly look: PartLook }
  /** The last message. */
  | { readonly kind: 'closed'; readonly error: SentError | null }
  | WorkerEvent

/** What happens meanwhile. */
export type WorkerEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'commit'; readonly commit: CommitNote }
  | { readonly kind: 'shard'; readonly shard: number; readonly epoch: number }
  | { readonly kind: 'retry'; readonly shard: number; readonly failures: number; readonly message: string }
  | { readonly kind: 'uncommitted'; readonly shard: number; readonly epoch: number; readonly reason: string }
  | { readonly kind: 'lost-error'; readonly error: LostError }
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'sink-warning'; readonly message: string }
  | { readonly kind: 'partition-closed'; readonly partition: OpenPartition }

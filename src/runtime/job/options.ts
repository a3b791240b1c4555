/** How a job is run, and who is told of what happens meanwhile. */
import type { RowError } from '../../engine/ports.ts'
import type { OpenPartition } from '../partitions/closer.ts'
import type { DurableFiles } from '../state/durable-files.ts'

/** Plain data. */
export interface JobSettings {
  readonly stateFolder: string
  /** Ends when all input has been read. */
  readonly untilEnd: boolean
  /** Files of this folder in place of Kafka; null: Kafka. */
  readonly localFolder: string | null
  /** A first start may add to sinks that hold files. */
  readonly intoExisting: boolean
}

export interface JobOptions extends JobSettings, JobNotices {
  /** Threads that share the work; null: as many as pay. */
  readonly workers: number | null
  /** Tests stop the commit protocol here. One thread then. */
  readonly files?: DurableFiles
}

/** Who is told of what an operator should know. None may throw. */
export interface JobNotices {
  /** An error that no sink could take. */
  readonly onLostError: (error: LostError) => void
  /** Nobody needs to act upon it now. */
  readonly onWarning: (message: string) => void
  /** A partition of a sink is complete. */
  readonly onClosed: (partition: OpenPartition) => void
}

export type LostError = Pick<RowError, 'table' | 'code' | 'stage' | 'column' | 'sink' | 'message' | 'place'>

/** Who is told how a job gets on. None may throw. */
export interface JobListeners {
  /** Of every epoch that this process commits. */
  readonly onCommit: (commit: CommitNote) => void
  /** Records of a shard are read from here on; `epoch`: the last one decided before, 0: none. */
  readonly onShard: (shard: number, epoch: number) => void
  /** Something broke and is tried again; `failures`: how many in a row. */
  readonly onRetry: (shard: number, failures: number, message: string) => void
  /** The job was told to stop, and it is not known that this epoch of a shard was committed. */
  readonly onUncommitted: (shard: number, epoch: number, reason: string) => void
}

/** What a commit was. */
export interface CommitNote {
  readonly shard: number
  readonly epoch: number
  readonly records: number
  readonly files: number
  /** From the first batch of the epoch until it was committed. */
  readonly openMs: number
  /** How much of it the commit took. */
  readonly commitMs: number
}

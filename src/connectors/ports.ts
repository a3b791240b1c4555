/** What the runtime needs of a connector. A connector knows its system and nothing of epochs beyond these calls. */
import type { Position, RecordBatch } from '../engine/batch.ts'
import type { RowSink } from '../engine/ports.ts'

/** The outside world is not as it must be (no such file, unreachable broker): shown to the operator as it is, exit code 2. */
export class ConnectorError extends Error {
  /** The way out, for the operator. */
  readonly help: string | null
  constructor(message: string, help: string | null = null, options?: ErrorOptions) {
    super(message, options)
    this.help = help
  }
}

/** A source that one process reads: files, and files in place of topics. */
export interface SourceConnector {
  /** Among how many shards at most it can be shared. */
  readonly shardsMax: number
  /** Whether a large file may be read by several shards, where no order of its records has to be kept. */
  readonly isCuttable: boolean
  /** Checks that the source is there and readable; raises ConnectorError. `run --dry-run` stops after it. */
  open(): Promise<void>
  /**
   * Batches from the given positions on (a file not named starts at its beginning). Ends when the input is exhausted, if the
   * source was opened with `untilEnd`, or when `signal` aborts. The next batch is asked for only when the last one is done
   * (backpressure). `share`: by default everything.
   */
  batches(positions: readonly Position[], signal: AbortSignal, share?: SourceShare): AsyncIterable<RecordBatch>
  /** Input left, for the progress line; null where unknown. */
  remaining(): Remaining | null
  close(): Promise<void>
}

/** What one of a job's shards reads of a source. */
export interface SourceShare {
  readonly shard: number
  readonly shards: number
  /** Large files are cut in chunks, which go to all shards; else each file is one shard's. */
  readonly isCut: boolean
}

export const everything: SourceShare = { shard: 0, shards: 1, isCut: false }

/** What is not there is unknown. */
export interface Remaining {
  readonly records?: number
  readonly bytes?: number
}

/** By source: how far each of its topic-partitions or files has been read. */
export type SourcePositions = Readonly<Record<string, readonly SourcePosition[]>>

/** Where to read on, and how to know the place again. */
export interface SourcePosition extends Position {
  /** The last record consumed; none as long as nothing was. Kafka only. */
  readonly last?: RecordMark
  /** Kafka's own id of the topic; none where its brokers have no ids. */
  readonly topicId?: string
}

/** Enough of a record to tell it from another one at the same offset. */
export interface RecordMark {
  readonly offset: number
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  /** CRC-32 of key and value. */
  readonly crc: number
}

/** A Kafka source's log, as far as it belongs to one shard. */
export interface SourceLog {
  /** Kafka's id of the cluster. */
  clusterId(): Promise<string>
  /** The shard's partitions as they are now, of all Kafka sources. */
  partitions(): Promise<readonly SourcePartition[]>
  /** Kafka's own id of a topic, which another one of the same name does not have; null: its brokers have no ids. */
  topicId(topic: string): Promise<string | null>
  /** Offset of the first record there is, and the one after the last (high watermark). */
  bounds(partition: SourcePartition): Promise<{ readonly start: number; readonly end: number }>
  /** null: it is no longer there (retention, compaction). */
  recordAt(partition: SourcePartition, offset: number): Promise<RecordMark | null>
  /** Where a first start begins, by the source's options. */
  startOffset(partition: SourcePartition): Promise<number>
}

export interface SourcePartition {
  readonly source: string
  readonly topic: string
  readonly partition: number
}

/**
 * Reads the records of a job in shards, each of which one process has at a time: all Kafka sources through one consumer
 * group, or the lanes of all files.
 */
export interface ShardReader {
  /** The sources that it reads. */
  readonly sources: readonly string[]
  /** Takes part from here on: `owner` is told which shards this process has. */
  start(owner: ShardOwner): Promise<void>
  /** From here on the records of this shard are delivered. Does nothing where the shard has gone. */
  begin(shard: number, positions: SourcePositions): void
  /** No records of this shard are delivered until `begin`. */
  suspend(shard: number): void
  /** How far a shard that was begun has been read. */
  positions(shard: number): SourcePositions
  /** The next records; null: `stop` was called. Asking says that those before are done. */
  next(): Promise<Delivery | null>
  /** Whether all shards of this process have been begun and read to their end; only where the input has one. */
  isAtEnd(): boolean
  /** Resolves with true once it is certain that this process has the shard now, with false when it has not. */
  confirm(shard: number): Promise<boolean>
  stop(): void
  /** Input left, for the progress line; by source. */
  remaining(): ReadonlyMap<string, Remaining>
  /** false while it cannot read and tries to come back (a broker is away). */
  isUp(): boolean
  /** How far it is behind the end of each topic-partition of its shards, as it was last told; Kafka only. */
  lag(): readonly PartitionLag[]
  close(): Promise<void>
}

/** Told synchronously: what has gone may be another process's already. */
export interface ShardOwner {
  onAssigned(change: { readonly gained: readonly number[]; readonly lost: readonly number[] }): void
  /** `isAtEnd` may have become true. */
  onProgress(): void
}

/** Records of one shard, read as each of the sources of their topic reads them. */
export interface Delivery {
  readonly shard: number
  readonly batches: readonly SourceBatch[]
  /** Counts them as read, right before they are processed. false: they must not be, for the shard was set back or is gone. */
  accept(): boolean
  /** Where there is one: nobody looks at the batches any more, and their memory may be used again. Once, and only if accepted. */
  release?(): void
}

export interface SourceBatch {
  readonly source: string
  readonly batch: RecordBatch
}

export interface PartitionLag {
  readonly source: string
  readonly topic: string
  readonly partition: number
  readonly records: number
}

export interface SinkConnector extends RowSink {
  /** Checks that the sink can be written; raises ConnectorError. */
  open(): Promise<void>
  /** What is accepted from here on belongs to this epoch. Before the first row, and after each `endEpoch` or `abort`. */
  beginEpoch(epoch: EpochId): void
  /** Whether what is buffered has come to its bounds, so that `drain` should be called before more rows are accepted. */
  readonly isFull: boolean
  /** Resolves when what is buffered is within bounds again. Called after every batch, too: a slow sink slows the source. */
  drain(): Promise<void>
  /** Everything accepted so far is durable (Kafka: acknowledged) or staged and fsynced (files, listed). */
  endEpoch(): Promise<readonly StagedFile[]>
  /** Discards what is staged and not yet listed by endEpoch. */
  abort(): Promise<void>
  close(): Promise<void>
  readonly totals: SinkTotals
}

/** What commits together. Staging folders and file names are made of it. */
export interface EpochId {
  /** From 1, rising by one with each that was decided. */
  readonly epoch: number
  /** Random 128 bits as hex: tells two tries at one epoch apart. */
  readonly attempt: string
}

export interface SinkTotals {
  readonly rows: number
  /** Files finished; 0 for sinks that write none. */
  readonly files: number
  /** Bytes written: file sizes, or message bytes. */
  readonly bytes: number
}

/** A whole file, under a name that readers ignore. `runtime/protocol/publish.ts` alone gives it its final name. */
export interface StagedFile {
  readonly staged: string
  readonly final: string
  readonly rows: number
  readonly bytes: number
  /** hex */
  readonly sha256: string
}

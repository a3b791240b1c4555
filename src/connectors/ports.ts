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

export interface SourceConnector {
  /** Checks that the source is there and readable; raises ConnectorError. `run --dry-run` stops after it. */
  open(): Promise<void>
  /**
   * Batches from the given positions on (a topic-partition or file not named starts by the source's options). Ends when the
   * input is exhausted, if the source was opened with `untilEnd`, or when `signal` aborts. The next batch is asked for only
   * when the last one is done (backpressure).
   */
  batches(positions: readonly Position[], signal: AbortSignal): AsyncIterable<RecordBatch>
  /** Where to start, if this source keeps positions itself (Kafka's group offsets); null: the runtime's manifest keeps them. */
  committed(): Promise<readonly Position[] | null>
  /** Everything before these positions is durable in all sinks. */
  commit(positions: readonly Position[]): Promise<void>
  /** Input left, for the progress line; null where unknown. */
  remaining(): { readonly records?: number; readonly bytes?: number } | null
  /** false while it cannot read and tries to come back (a broker is away). Absent: it reads, or `batches` rejects. */
  isUp?(): boolean
  /** How far it is behind the end of each topic-partition, as it was last told; Kafka only. */
  lag?(): readonly PartitionLag[]
  close(): Promise<void>
}

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  readonly records: number
}

export interface SinkConnector extends RowSink {
  /** Checks that the sink can be written; raises ConnectorError. */
  open(): Promise<void>
  /** What is accepted from here on belongs to this epoch. Before the first row, and after each `endEpoch` or `abort`. */
  beginEpoch(epoch: EpochId): void
  /** Resolves when what is buffered is within bounds again. Called after every batch: a slow sink slows the source. */
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

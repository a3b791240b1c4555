/** What the engine needs of whoever takes its rows: rows to sinks, errors and counts. Connectors and tests implement these. */
import type { LogicalType } from '../types/logical.ts'
import type { DropReason, Place, RowErrorCode, StageName } from '../model/model.ts'
import type { Column } from './column.ts'
import type { Memory } from './memory.ts'
import type { RecordBatch } from './batch.ts'
import type { Selection } from './selection.ts'

/** Rows on the way to a sink: its output columns, in order. Valid only during the call: the memory is used again. */
export interface RowView {
  readonly memory: Memory
  readonly rowCount: number
  readonly columns: readonly Column[]
  /** Row -> index of its record in `batch`. */
  readonly records: Int32Array
  /** Milliseconds since the epoch, by record: the default record timestamp of a Kafka sink. */
  readonly timestamps: Float64Array
}

/** The shape of a RowView, known when the sink is opened. */
export interface OutputColumn {
  readonly name: string
  readonly type: LogicalType
  readonly nullable: boolean
}

/**
 * A sink as the Loader sees it. All or nothing: every sink that a row goes to prepares it; only if all can, it is accepted.
 * Both calls are synchronous and in memory; the connector writes later.
 */
export interface RowSink {
  /** Encodes the selected rows; `report` names each that cannot be encoded. Nothing is kept yet. */
  prepare(
    view: RowView,
    selection: Selection,
    report: (row: number, code: 'ENCODE' | 'RECORD_TOO_LARGE', message: string) => void,
  ): void
  /** Keeps those of the rows just prepared that are selected here (a subset). Exactly one call follows each `prepare`. */
  accept(view: RowView, selection: Selection): void
}

/** One record that failed, for one table; the columns of the error stream (language.md) are made of it. */
export interface RowError {
  readonly code: RowErrorCode
  readonly stage: StageName
  readonly table: string
  readonly column: string | null
  readonly sink: string | null
  /** The message without data in it, to group by. */
  readonly errorClass: string
  readonly message: string
  readonly place: Place
  readonly batch: RecordBatch
  /** Index of the record in the batch. */
  readonly record: number
}

/** Counts of one table; in = out + all dropped + all errored, always. */
export interface TableCounts {
  in: number
  out: number
  readonly dropped: Map<DropReason, number>
  readonly errored: Map<RowErrorCode, number>
}

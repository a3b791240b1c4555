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
  /** Row -> number of its record, ascending. */
  readonly records: Int32Array
  /** Milliseconds since the epoch, by row: the default record timestamp of a Kafka sink. */
  readonly timestamps: Float64Array
  /** hashes[row] of each selected row: of the Kafka key of its record, or where that has none, of the record's bytes. */
  readonly hashRecords: (selection: Selection, hashes: Uint32Array) => void
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

/** Runs functions written in JavaScript, out of reach of everything else. */
export interface FunctionHost {
  /** Made ready once per use in a plan. Never throws: what is wrong with a function shows when it is called. */
  prepare(definition: ForeignFunction): RunForeign
}

export interface ForeignFunction {
  readonly function: string
  readonly parameters: readonly string[]
  readonly body: string
  /** `file:line:column` of the body, for messages. */
  readonly place: Place
}

/** Each call is its arguments as a JSON array (`evaluate/foreign-values.ts`); outcomes are in their order. Never throws or hangs. */
export type RunForeign = (calls: readonly string[]) => readonly ForeignOutcome[]

export type ForeignOutcome =
  | { readonly ok: true; /** The result, as JSON. */ readonly text: string }
  | { readonly ok: false; readonly message: string }

/** One record that failed, for one table; the columns of the error stream (`model/error-stream.ts`) are made of it. */
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
  /** Of tables with a WATERMARK. */
  readonly eventTimes: EventTimes
}

export interface EventTimes {
  /** The latest, in microseconds since the epoch (zoneless: as if UTC); -Infinity: none yet. */
  watermarkMicros: number
  /** Rows that came through, by days since 1970-01-01 in the source's time zone. */
  readonly days: Map<number, number>
}

/** What a format is to a connector: columns in, bytes out. */
import type { Column } from '../engine/column.ts'
import type { RowView } from '../engine/ports.ts'
import type { Selection } from '../engine/selection.ts'
import type { ColumnBytes } from './nested/leaf-values.ts'

/** Reports a row that the format cannot hold. */
export type ReportRow = (row: number, code: 'ENCODE' | 'RECORD_TOO_LARGE', message: string) => void

/** A format that encodes each row by itself (Avro, JSON lines, text, CSV). Made for the columns of one sink. */
export interface RowEncoder {
  /** Appends each selected row to `out` and its end to `ends`; a reported row gets an empty place (its end is its start). */
  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds, report: ReportRow): void
}

/** ends.of[k] is where the k-th selected row ends in the buffer. */
export interface RowEnds {
  of: Uint32Array
}

/** Bytes that grow at the end; doubled as needed, used again after `clear`. */
export interface ByteBuffer {
  bytes: Buffer
  length: number
  /** Makes room for so many bytes more; `bytes` may be another one afterwards. */
  ensure(more: number): void
  clear(): void
}

/** Columns, and the memory that those of bytes lie in: the engine's, or one of their own. */
export interface ColumnsView {
  readonly columns: readonly Column[]
  readonly memory: ColumnBytes
}

/** A format that makes files of columns (Parquet). */
export interface ColumnarFileWriter {
  /** Those that have builders at present; a nested one as many as it has leaves. */
  readonly columnCount: number
  /** Reports rows that cannot be held; keeps nothing. */
  check(view: RowView, selection: Selection, report: ReportRow): void
  append(view: ColumnsView, selection: Selection): void
  /** What `takeFinished` would give, before compression. */
  readonly finishedBytes: number
  /** Bytes that may be written to the file now, in order; the writer forgets them. */
  takeFinished(): readonly Uint8Array[]
  /** An estimate of what is held in memory, what is finished included. */
  readonly bufferedBytes: number
  /** The rest of the file, footer included. */
  finish(): readonly Uint8Array[]
}

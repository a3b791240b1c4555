/**
 * The columns of the error stream and of unclaimed records, filled for the rows of a chunk: where each record came from, its
 * time, its bytes however bad they are, and what went wrong with it.
 */
import { isUtf8 } from 'node:buffer'
import type { StreamColumn } from '../model/error-stream.ts'
import { sqlDatetimeText } from '../types/datetime/write.ts'
import type { Zone } from '../types/zones.ts'
import type { RecordBatch } from './batch.ts'
import { columnKindOf, takeColumn } from './column.ts'
import type { BytesColumn, Column, Int32Column, Int64Column } from './column.ts'
import type { Memory } from './memory.ts'
import type { RowError } from './ports.ts'
import { sizeOf } from './records.ts'
import { setInt64, writeBytes, writeText } from './values.ts'

/** One record of the batch, and its error; null in the stream of unclaimed records. */
export interface StreamRow {
  readonly record: number
  readonly error: RowError | null
}

export interface StreamContext {
  /** Of `dt` and `hour`. */
  readonly zone: Zone
  /** Fingerprint. */
  readonly plan: string
}

/** Raises ArenaFull. */
export function streamColumns(
  memory: Memory,
  columns: readonly StreamColumn[],
  batch: RecordBatch,
  rows: readonly StreamRow[],
  context: StreamContext,
): Column[] {
  const texts = new SharedTexts(memory)
  const clock = new RecordClock(context.zone)
  return columns.map(({ name, type }) => {
    const column = takeColumn(memory, columnKindOf(type), rows.length)
    const text = textsOf[name]
    if (text !== undefined) {
      rows.forEach((row, index) => {
        const value = text(row, batch, clock, context)
        if (value !== null) texts.write(column as BytesColumn, index, value)
      })
    } else rows.forEach((row, index) => valuesOf[name](memory, column, index, row, batch))
    return column
  })
}

type TextOf = (row: StreamRow, batch: RecordBatch, clock: RecordClock, context: StreamContext) => string | null

/** Columns of text that many rows have in common. */
const textsOf: Readonly<Record<string, TextOf | undefined>> = {
  error_code: ({ error }) => error?.code ?? null,
  stage: ({ error }) => error?.stage ?? null,
  table_name: ({ error }) => error?.table ?? null,
  column_name: ({ error }) => error?.column ?? null,
  sink_name: ({ error }) => error?.sink ?? null,
  error_class: ({ error }) => error?.errorClass ?? null,
  place: ({ error }) => error?.place ?? null,
  topic: (_row, batch) => batch.topic,
  dt: ({ record }, batch, clock) => clock.textAt(batch.timestamps[record]).slice(0, 10),
  hour: ({ record }, batch, clock) => clock.textAt(batch.timestamps[record]).slice(11, 13),
  plan: (_row, _batch, _clock, { plan }) => plan,
}

type WriteValue = (memory: Memory, column: Column, index: number, row: StreamRow, batch: RecordBatch) => void

/** Columns of a record's own. */
const valuesOf: Readonly<Record<string, WriteValue>> = {
  message: (memory, column, index, { error }) => {
    if (error !== null) writeText(memory, column as BytesColumn, index, error.message)
  },
  partition_id: (_memory, column, index, _row, batch) => {
    const { values, valid } = column as Int32Column
    values[index] = batch.partition
    valid[index] = 1
  },
  record_offset: (_memory, column, index, { record }, batch) => {
    setInt64(column as Int64Column, index, batch.offsets[record])
  },
  record_time: (_memory, column, index, { record }, batch) => {
    const { values, valid } = column as Int64Column
    values[index] = microsOf(batch.timestamps[record])
    valid[index] = 1
  },
  raw: (memory, column, index, { record }, batch) => {
    const bytes = bytesOf(batch, record)
    if (isUtf8(bytes)) writeBytes(memory, column as BytesColumn, index, bytes)
    else writeText(memory, column as BytesColumn, index, bytes.toString('utf8'))
  },
  // There only where the bytes are no text, which `raw` cannot tell: as they came, in whatever encoding.
  raw_bytes: (memory, column, index, { record }, batch) => {
    const bytes = bytesOf(batch, record)
    const original = batch.undecodable?.originals.get(record) ?? (isUtf8(bytes) ? null : bytes)
    if (original !== null) writeBytes(memory, column as BytesColumn, index, original)
  },
}

function bytesOf(batch: RecordBatch, record: number): Buffer {
  const size = sizeOf(batch, record)
  const start = size === 0 ? 0 : batch.starts[record]
  return Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset + start, size)
}

function microsOf(timestampMs: number): bigint {
  return BigInt(Math.trunc(timestampMs)) * 1_000n
}

/** A text is written into the arena once for all rows that have it. */
class SharedTexts {
  private readonly memory: Memory
  private readonly written = new Map<string, { readonly column: BytesColumn; readonly row: number }>()

  constructor(memory: Memory) {
    this.memory = memory
  }

  write(column: BytesColumn, row: number, text: string): void {
    const first = this.written.get(text)
    if (first === undefined) {
      writeText(this.memory, column, row, text)
      this.written.set(text, { column, row })
      return
    }
    column.starts[row] = first.column.starts[first.row]
    column.lengths[row] = first.column.lengths[first.row]
    column.valid[row] = 1
  }
}

/** Neighbours are mostly of the same second. */
class RecordClock {
  private readonly zone: Zone
  private second = Number.NaN
  private text = ''

  constructor(zone: Zone) {
    this.zone = zone
  }

  /** `2026-11-20 10:00:00` in the zone. */
  textAt(timestampMs: number): string {
    const second = Math.floor(Math.trunc(timestampMs) / 1_000)
    if (second === this.second) return this.text
    this.second = second
    this.text = sqlDatetimeText(microsOf(timestampMs), { kind: 'TIMESTAMP_LTZ', precision: 0 }, this.zone)
    return this.text
  }
}

/** What the connector knows of a record beside its text, as columns of the items' own types. */
import type { MetadataItem } from '../../model/expression.ts'
import { metadataTypes } from '../../model/metadata.ts'
import { absent } from '../batch.ts'
import type { RecordBatch } from '../batch.ts'
import type { Chunk } from '../chunk.ts'
import { columnKindOf, takeColumn } from '../column.ts'
import type { BytesColumn, Column, Int64Column } from '../column.ts'
import { markInvalidUtf8 } from '../kernels/utf8.ts'
import type { Memory } from '../memory.ts'
import { indexInBatch, partOf } from '../records.ts'
import type { Selection } from '../selection.ts'
import { setInt64, writeBytes, writeText, writeValue } from '../values.ts'

/** `header` is the name that the item `header` asks for. */
export function metadataColumn(
  item: MetadataItem,
  header: string | undefined,
  chunk: Chunk,
  selection: Selection,
): Column {
  if (item === 'value') return recordColumn(chunk, selection)
  const column = takeColumn(chunk.memory, columnKindOf(metadataTypes[item]), chunk.rowCount)
  for (const run of runsOf(chunk, selection)) fillers[item](chunk.memory, column, run, header ?? '')
  return column
}

/** Rows of one batch, which follow each other. */
interface Run {
  readonly batch: RecordBatch
  readonly rows: Int32Array
  /** Of the records of `rows` in the batch. */
  readonly indexes: Int32Array
}

function runsOf(chunk: Chunk, { rows, count }: Selection): readonly Run[] {
  const runs: Run[] = []
  for (let k = 0; k < count;) {
    const begin = k
    const part = partOf(chunk.records, chunk.recordOf[rows[begin]])
    const end = part.first + part.to - part.from
    while (k < count && chunk.recordOf[rows[k]] < end) k++
    const own = rows.subarray(begin, k)
    runs.push({ batch: part.batch, rows: own, indexes: own.map((row) => indexInBatch(part, chunk.recordOf[row])) })
  }
  return runs
}

type Fill = (memory: Memory, column: Column, run: Run, header: string) => void

const fillers: Readonly<Record<Exclude<MetadataItem, 'value'>, Fill>> = {
  topic: (memory, column, { batch, rows }) => fillText(memory, column as BytesColumn, rows, batch.topic),
  'file.path': (memory, column, { batch, rows }) =>
    fillText(memory, column as BytesColumn, rows, batch.file?.path ?? null),
  'file.name': (memory, column, { batch, rows }) =>
    fillText(memory, column as BytesColumn, rows, batch.file?.name ?? null),
  partition: (memory, column, { batch, rows }) => {
    for (const row of rows) writeValue(memory, column, metadataTypes.partition, row, batch.partition)
  },
  offset: (_memory, column, run) => fillNumbers(column as Int64Column, run, run.batch.offsets, 1),
  timestamp: (_memory, column, run) => fillTimestamps(column as Int64Column, run),
  'file.line': (_memory, column, run) => fillNumbers(column as Int64Column, run, run.batch.lines, 1),
  key: (memory, column, run) => fillKeys(memory, column as BytesColumn, run),
  headers: (memory, column, run) => fillHeaders(memory, column, run),
  header: (memory, column, run, name) => fillHeader(memory, column as BytesColumn, run, name),
}

/** The record's bytes, where they stand. Not to be written to. */
export function recordColumn(chunk: Chunk, selection: Selection): BytesColumn {
  return loadedColumn(chunk) ?? ownRecordColumn(chunk, selection)
}

/** Where rows are records beside each other, the column is there already; null: they are not. */
function loadedColumn({ memory, records, recordOf, rowCount, isUnnested }: Chunk): BytesColumn | null {
  const { starts, lengths, from } = records
  const isBeside = !isUnnested && rowCount > 0 && recordOf[rowCount - 1] - recordOf[0] === rowCount - 1
  if (!isBeside || starts.buffer !== memory.buffer) return null
  const first = recordOf[0] - from
  const valid = new Uint8Array(memory.buffer, memory.take(rowCount), rowCount).fill(1)
  return {
    kind: 'bytes',
    starts: starts.subarray(first, first + rowCount),
    lengths: lengths.subarray(first, first + rowCount),
    valid,
  }
}

function ownRecordColumn(chunk: Chunk, selection: Selection): BytesColumn {
  const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    column.starts[row] = chunk.startOf(row)
    column.lengths[row] = chunk.lengthOf(row)
    column.valid[row] = 1
  }
  return column
}

/** The record as text: U+FFFD stands where its bytes are no UTF-8, which only FILTER gets to see. */
export function recordTextColumn(chunk: Chunk, selection: Selection): BytesColumn {
  const { memory } = chunk
  const bytes = recordColumn(chunk, selection)
  const invalid = new Uint8Array(chunk.rowCount)
  if (markInvalidUtf8(memory, bytes, selection, invalid) === 0) return bytes
  const column = ownRecordColumn(chunk, selection)
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (invalid[row] === 0) continue
    const start = column.starts[row]
    writeText(memory, column, row, memory.bytes.toString('utf8', start, start + column.lengths[row]))
  }
  return column
}

/** One text for all rows. */
function fillText(memory: Memory, column: BytesColumn, rows: Int32Array, text: string | null): void {
  if (text === null) return
  const [first] = rows
  writeText(memory, column, first, text)
  for (const row of rows) {
    column.starts[row] = column.starts[first]
    column.lengths[row] = column.lengths[first]
    column.valid[row] = 1
  }
}

function fillNumbers(column: Int64Column, { rows, indexes }: Run, values: Float64Array | null, factor: number): void {
  if (values === null) return
  for (let k = 0; k < rows.length; k++) setInt64(column, rows[k], Math.trunc(values[indexes[k]]) * factor)
}

/** Microseconds; Kafka's -1 means that the record has no timestamp. */
function fillTimestamps(column: Int64Column, run: Run): void {
  const { timestamps } = run.batch
  fillNumbers(column, run, timestamps, 1_000)
  for (let k = 0; k < run.rows.length; k++) if (timestamps[run.indexes[k]] === -1) column.valid[run.rows[k]] = 0
}

function fillKeys(memory: Memory, column: BytesColumn, { batch, rows, indexes }: Run): void {
  if (batch.keys === null) return
  for (let k = 0; k < rows.length; k++) {
    const start = batch.keys.starts[indexes[k]]
    if (start !== absent) {
      writeBytes(memory, column, rows[k], batch.bytes.subarray(start, batch.keys.ends[indexes[k]]))
    }
  }
}

/** The last header of a name counts. */
function fillHeaders(memory: Memory, column: Column, { batch, rows, indexes }: Run): void {
  if (batch.headers === null) return
  for (let k = 0; k < rows.length; k++) {
    const headers = batch.headers[indexes[k]] ?? []
    const value = new Map(headers.map((header) => [header.name, header.value]))
    writeValue(memory, column, metadataTypes.headers, rows[k], value)
  }
}

function fillHeader(memory: Memory, column: BytesColumn, { batch, rows, indexes }: Run, name: string): void {
  if (batch.headers === null) return
  for (let k = 0; k < rows.length; k++) {
    const header = batch.headers[indexes[k]]?.findLast((one) => one.name === name)
    if (header !== undefined) writeBytes(memory, column, rows[k], header.value)
  }
}

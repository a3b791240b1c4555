/** What the connector knows of a record beside its text, as columns of the items' own types. */
import type { MetadataItem } from '../../model/expression.ts'
import { metadataTypes } from '../../model/metadata.ts'
import { absent } from '../batch.ts'
import type { RecordBatch } from '../batch.ts'
import type { Chunk } from '../chunk.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn, Column, Int64Column } from '../column.ts'
import { markInvalidUtf8 } from '../kernels/utf8.ts'
import type { Selection } from '../selection.ts'
import { setInt64, writeBytes, writeText, writeValue } from '../values.ts'

/** `header` is the name that the item `header` asks for. */
export function metadataColumn(
  item: MetadataItem,
  header: string | undefined,
  chunk: Chunk,
  selection: Selection,
): Column {
  const { batch } = chunk.records
  switch (item) {
    case 'topic':
      return textColumn(chunk, selection, batch.topic)
    case 'file.path':
      return textColumn(chunk, selection, batch.file?.path ?? null)
    case 'file.name':
      return textColumn(chunk, selection, batch.file?.name ?? null)
    case 'partition':
      return partitionColumn(chunk, selection, batch.partition)
    case 'offset':
      return numberColumn(chunk, selection, batch.offsets, 1)
    case 'timestamp':
      return timestampColumn(chunk, selection, batch)
    case 'file.line':
      return numberColumn(chunk, selection, batch.lines, 1)
    case 'value':
      return recordColumn(chunk, selection)
    case 'key':
      return keyColumn(chunk, selection, batch)
    case 'headers':
      return headersColumn(chunk, selection, batch)
    case 'header':
      return headerColumn(chunk, selection, batch, header ?? '')
  }
}

/** The record's bytes, where they stand. */
export function recordColumn(chunk: Chunk, selection: Selection): BytesColumn {
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
  const column = recordColumn(chunk, selection)
  const invalid = new Uint8Array(chunk.rowCount)
  if (markInvalidUtf8(memory, column, selection, invalid) === 0) return column
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (invalid[row] === 0) continue
    const start = column.starts[row]
    writeText(memory, column, row, memory.bytes.toString('utf8', start, start + column.lengths[row]))
  }
  return column
}

/** One text for all rows. */
export function textColumn(chunk: Chunk, selection: Selection, text: string | null): BytesColumn {
  const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
  if (text === null || selection.count === 0) return column
  const first = selection.rows[0]
  writeText(chunk.memory, column, first, text)
  for (let k = 1; k < selection.count; k++) {
    const row = selection.rows[k]
    column.starts[row] = column.starts[first]
    column.lengths[row] = column.lengths[first]
    column.valid[row] = 1
  }
  return column
}

function partitionColumn(chunk: Chunk, selection: Selection, partition: number): Column {
  const column = takeColumn(chunk.memory, 'i32', chunk.rowCount)
  for (let k = 0; k < selection.count; k++) {
    writeValue(chunk.memory, column, metadataTypes.partition, selection.rows[k], partition)
  }
  return column
}

function numberColumn(chunk: Chunk, selection: Selection, values: Float64Array | null, factor: number): Int64Column {
  const column = takeColumn(chunk.memory, 'i64', chunk.rowCount) as Int64Column
  if (values === null) return column
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    setInt64(column, row, Math.trunc(values[chunk.recordOf[row]]) * factor)
  }
  return column
}

/** Microseconds; Kafka's -1 means that the record has no timestamp. */
function timestampColumn(chunk: Chunk, selection: Selection, batch: RecordBatch): Int64Column {
  const column = numberColumn(chunk, selection, batch.timestamps, 1_000)
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (batch.timestamps[chunk.recordOf[row]] === -1) column.valid[row] = 0
  }
  return column
}

function keyColumn(chunk: Chunk, selection: Selection, batch: RecordBatch): BytesColumn {
  const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
  if (batch.keys === null) return column
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    const record = chunk.recordOf[row]
    const start = batch.keys.starts[record]
    if (start !== absent) {
      writeBytes(chunk.memory, column, row, batch.bytes.subarray(start, batch.keys.ends[record]))
    }
  }
  return column
}

/** The last header of a name counts. */
function headersColumn(chunk: Chunk, selection: Selection, batch: RecordBatch): Column {
  const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount)
  if (batch.headers === null) return column
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    const headers = batch.headers[chunk.recordOf[row]] ?? []
    const value = new Map(headers.map((header) => [header.name, header.value]))
    writeValue(chunk.memory, column, metadataTypes.headers, row, value)
  }
  return column
}

function headerColumn(chunk: Chunk, selection: Selection, batch: RecordBatch, name: string): BytesColumn {
  const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
  if (batch.headers === null) return column
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    const header = batch.headers[chunk.recordOf[row]]?.findLast((one) => one.name === name)
    if (header !== undefined) writeBytes(chunk.memory, column, row, header.value)
  }
  return column
}

/**
 * Rows as JSON objects, keys in the order of the columns. Values are as Flink's `json` format writes them, and exact: BIGINT
 * and DECIMAL are numbers with all their digits, JSON columns stand as they are, NULL is null (or left out). Timestamps follow
 * Flink's `json.timestamp-format.standard`: `SQL` (the default: `2026-11-20 10:00:00.123`, LTZ in UTC with a `Z`) or `ISO-8601`
 * (a `T` in place of the blank); the number of fractional digits is that of the type.
 */
import type { BytesColumn, Column } from '../../engine/column.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { roomForEnds } from '../byte-buffer.ts'
import type { ByteBuffer, RowEncoder, RowEnds } from '../ports.ts'
import { isBytes, isQuotedInJson, textField, writeBase64, writeText } from '../text/field.ts'
import type { TextField } from '../text/field.ts'
import { quotedLengthMax, writeQuoted } from './quote.ts'

export interface JsonOptions {
  readonly timestampFormat: 'SQL' | 'ISO-8601'
  /** Leave out the keys of NULLs. */
  readonly ignoreNullFields: boolean
  /** A newline behind each object: JSON lines. Kafka messages have none. */
  readonly newline: boolean
}

export const jsonDefaults: JsonOptions = { timestampFormat: 'SQL', ignoreNullFields: false, newline: true }

interface JsonField extends TextField {
  readonly ofBytes: boolean
  readonly quoted: boolean
  /** `"name":` */
  readonly key: Uint8Array
}

const quote = 0x22
const comma = 0x2c
const nullWord = 0x6e75_6c6c

export class JsonEncoder implements RowEncoder {
  private readonly fields: readonly JsonField[]
  private readonly ignoreNulls: boolean
  private readonly newline: boolean
  /** Room for a row but for its bytes columns. */
  private readonly fixedBytesMax: number

  constructor(columns: readonly OutputColumn[], options: JsonOptions = jsonDefaults) {
    this.fields = columns.map((column) => jsonField(column, options))
    this.ignoreNulls = options.ignoreNullFields
    this.newline = options.newline
    this.fixedBytesMax = this.fields.reduce((sum, field) => sum + field.key.length + field.bytesMax + 8, 8)
  }

  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds): void {
    const ends_ = roomForEnds(ends, selection.count)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      out.ensure(this.fixedBytesMax + this.bytesRoom(view, row))
      out.length = this.writeRow(out.bytes, out.length, view, row)
      ends_[k] = out.length
    }
  }

  /** Room that the row's values of bytes may need. */
  private bytesRoom(view: RowView, row: number): number {
    let room = 0
    for (let i = 0; i < this.fields.length; i++) {
      if (!this.fields[i].ofBytes) continue
      const column = view.columns[i] as BytesColumn
      if (column.valid[row] !== 0) room += quotedLengthMax(column.lengths[row])
    }
    return room
  }

  private writeRow(out: Buffer, at: number, view: RowView, row: number): number {
    const start = at
    for (let i = 0; i < this.fields.length; i++) {
      const field = this.fields[i]
      const column = view.columns[i]
      const isNull = column.valid[row] === 0
      if (isNull && this.ignoreNulls) continue
      out[at++] = comma
      out.set(field.key, at)
      at += field.key.length
      at = isNull ? out.writeUInt32BE(nullWord, at) : writeJsonValue(out, at, field, view, column, row)
    }
    if (at === start) at++
    out[start] = 0x7b
    out[at++] = 0x7d
    if (this.newline) out[at++] = 0x0a
    return at
  }
}

function jsonField(column: OutputColumn, options: JsonOptions): JsonField {
  const style = { separator: options.timestampFormat === 'SQL' ? ' ' : 'T', zoneSuffix: true } as const
  return {
    ...textField(column.type, style),
    ofBytes: isBytes(column.type.kind),
    quoted: isQuotedInJson(column.type.kind),
    key: Buffer.from(`${JSON.stringify(column.name)}:`),
  }
}

function writeJsonValue(out: Buffer, at: number, field: JsonField, view: RowView, column: Column, row: number): number {
  if (field.ofBytes) return writeBytesValue(out, at, field, view, column as BytesColumn, row)
  if (!field.quoted) return writeText(out, at, field, column, row)
  out[at] = quote
  const end = writeText(out, at + 1, field, column, row)
  out[end] = quote
  return end + 1
}

function writeBytesValue(
  out: Buffer,
  at: number,
  field: JsonField,
  view: RowView,
  column: BytesColumn,
  row: number,
): number {
  const start = column.starts[row]
  const end = start + column.lengths[row]
  if (field.kind === 'STRING' || field.kind === 'VARCHAR') return writeQuoted(out, at, view.memory.u8, start, end)
  if (field.kind !== 'BYTES') {
    view.memory.bytes.copy(out, at, start, end)
    return at + (end - start)
  }
  out[at] = quote
  at = writeBase64(out, at + 1, view.memory.bytes, start, end)
  out[at] = quote
  return at + 1
}

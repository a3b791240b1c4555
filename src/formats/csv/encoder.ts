/**
 * Rows as CSV (RFC 4180, but lines end in LF). NULL is an empty field and the empty text is `""`; quotes stand only where they are
 * needed. Values are as in JSON lines: timestamps with a blank, TIMESTAMP_LTZ in UTC with a `Z`, BYTES base64.
 */
import type { BytesColumn, Column } from '../../engine/column.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { roomForEnds } from '../byte-buffer.ts'
import type { ByteBuffer, RowEncoder, RowEnds } from '../ports.ts'
import { base64Length, isBytes, textField, writeText } from '../text/field.ts'
import type { TextField } from '../text/field.ts'

export interface CsvOptions {
  /** One byte. */
  readonly fieldDelimiter: string
}

export const csvDefaults: CsvOptions = { fieldDelimiter: ',' }

const quote = 0x22
const newline = 0x0a

interface Field extends TextField {
  readonly ofBytes: boolean
}

export class CsvEncoder implements RowEncoder {
  private readonly fields: readonly Field[]
  private readonly delimiter: number
  private readonly fixedBytesMax: number
  /** For values that are not of bytes: their text may hold an unusual delimiter. */
  private readonly scratch = Buffer.alloc(128)

  /** Throws where the delimiter is not one byte. */
  constructor(columns: readonly OutputColumn[], options: CsvOptions = csvDefaults) {
    this.delimiter = delimiterOf(options)
    const style = { separator: ' ', zoneSuffix: true } as const
    this.fields = columns.map(({ type }) => ({ ...textField(type, style), ofBytes: isBytes(type.kind) }))
    this.fixedBytesMax = columns.length * (2 * this.scratch.length + 3) + 1
  }

  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds): void {
    const endOf = roomForEnds(ends, selection.count)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      out.ensure(this.fixedBytesMax + this.bytesRoom(view, row))
      out.length = this.writeRow(out.bytes, out.length, view, row)
      endOf[k] = out.length
    }
  }

  private bytesRoom(view: RowView, row: number): number {
    let room = 0
    for (let i = 0; i < this.fields.length; i++) {
      if (!this.fields[i].ofBytes) continue
      const column = view.columns[i] as BytesColumn
      if (column.valid[row] !== 0) room += 2 * base64Length(column.lengths[row])
    }
    return room
  }

  private writeRow(out: Buffer, at: number, view: RowView, row: number): number {
    for (let i = 0; i < this.fields.length; i++) {
      if (i > 0) out[at++] = this.delimiter
      const column = view.columns[i]
      if (column.valid[row] !== 0) at = this.writeValue(out, at, this.fields[i], column, view, row)
    }
    out[at++] = newline
    return at
  }

  private writeValue(out: Buffer, at: number, field: Field, column: Column, view: RowView, row: number): number {
    if (!field.ofBytes) {
      return writeField(out, at, this.scratch, 0, writeText(this.scratch, 0, field, column, row), this.delimiter)
    }
    const { starts, lengths } = column as BytesColumn
    const start = starts[row]
    const end = start + lengths[row]
    if (field.kind !== 'BYTES') return writeField(out, at, view.memory.u8, start, end, this.delimiter)
    const base64 = Buffer.from(view.memory.bytes.toString('base64', start, end), 'latin1')
    return writeField(out, at, base64, 0, base64.length, this.delimiter)
  }
}

/** The names as a first line. */
export function csvHeader(columns: readonly OutputColumn[], options: CsvOptions = csvDefaults): Buffer {
  const delimiter = delimiterOf(options)
  const names = columns.map((column) => Buffer.from(column.name))
  const out = Buffer.alloc(names.reduce((sum, name) => sum + 2 * name.length + 3, 1))
  let at = 0
  names.forEach((name, i) => {
    if (i > 0) out[at++] = delimiter
    at = writeField(out, at, name, 0, name.length, delimiter)
  })
  out[at++] = newline
  return out.subarray(0, at)
}

function delimiterOf(options: CsvOptions): number {
  const bytes = Buffer.from(options.fieldDelimiter)
  if (bytes.length !== 1 || bytes[0] === quote || bytes[0] === newline || bytes[0] === 0x0d) {
    throw new Error('the field delimiter of CSV is one byte, neither a quote nor a line break')
  }
  return bytes[0]
}

function writeField(
  out: Buffer,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
): number {
  if (!needsQuotes(source, start, end, delimiter)) {
    for (let i = start; i < end; i++) out[at++] = source[i]
    return at
  }
  out[at++] = quote
  for (let i = start; i < end; i++) {
    if (source[i] === quote) out[at++] = quote
    out[at++] = source[i]
  }
  out[at++] = quote
  return at
}

function needsQuotes(source: Uint8Array, start: number, end: number, delimiter: number): boolean {
  if (start === end) return true
  for (let i = start; i < end; i++) {
    const byte = source[i]
    if (byte === quote || byte === delimiter || byte === newline || byte === 0x0d) return true
  }
  return false
}

/**
 * Rows as lines of Hive's text files, for LazySimpleSerDe with `ESCAPED BY '\\'` and `'serialization.escape.crlf' = 'true'`: fields
 * between `\001`, NULL as `\N`; a backslash, a delimiter, CR and LF inside of a value are escaped. TIMESTAMP_LTZ is written
 * in UTC without a zone, since Hive reads no other; BYTES are base64; ARRAY, MAP and ROW are in `nested.ts`.
 */
import type { BytesColumn, Column } from '../../engine/column.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { textSeparatorAt, textSeparatorsMax, textSeparatorsOf } from '../../types/text-separators.ts'
import { isNested } from '../../types/families.ts'
import { roomForEnds } from '../byte-buffer.ts'
import type { ByteBuffer, ReportRow, RowEncoder, RowEnds } from '../ports.ts'
import { base64Length, isBytes, textField, writeText } from './field.ts'
import type { TextField } from './field.ts'
import type { TextSyntax } from './nested.ts'
import { NestedText } from './nested.ts'

export interface TextOptions {
  /** One byte. */
  readonly fieldDelimiter: string
  readonly nullLiteral: string
}

export const textDefaults: TextOptions = { fieldDelimiter: '\u0001', nullLiteral: '\\N' }

const backslash = 0x5c
const newline = 0x0a

interface Field extends TextField {
  readonly name: string
  readonly ofBytes: boolean
  readonly nested: NestedText | null
}

export class HiveTextEncoder implements RowEncoder, TextSyntax {
  private readonly fields: readonly Field[]
  private readonly delimiter: number
  readonly nullLiteral: Buffer
  /** By byte: 0 stands as it is, anything else is what follows the backslash. */
  private readonly escapes = new Uint8Array(256)
  private readonly fixedBytesMax: number
  /** For values that are not of bytes: their text may hold an unusual delimiter. */
  private readonly scratch = Buffer.alloc(128)

  /** Throws where a type is nested too deeply, or the delimiter is not one byte, or one that nested values use. */
  constructor(columns: readonly OutputColumn[], options: TextOptions = textDefaults) {
    const delimiter = Buffer.from(options.fieldDelimiter)
    if (delimiter.length !== 1 || delimiter[0] === newline || delimiter[0] === backslash) {
      throw new Error('the field delimiter of text files is one byte, neither a newline nor a backslash')
    }
    this.delimiter = delimiter[0]
    this.nullLiteral = Buffer.from(options.nullLiteral)
    this.escapes[backslash] = backslash
    this.escapes[this.delimiter] = this.delimiter
    this.escapes[0x0d] = 114 // r
    this.escapes[newline] = 110 // n
    const separators = Math.max(1, ...columns.map(({ type }) => textSeparatorsOf(type)))
    if (separators > textSeparatorsMax)
      throw new Error(`text files hold ${textSeparatorsMax - 1} levels of nested values`)
    for (let level = 1; level < separators; level++) {
      const separator = textSeparatorAt(level)
      if (separator === this.delimiter) throw new Error('the field delimiter is one that nested values use')
      this.escapes[separator] = separator
    }
    this.fields = columns.map((column) => this.fieldOf(column))
    this.fixedBytesMax = columns.length * (2 * this.scratch.length + this.nullLiteral.length + 1) + 1
  }

  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds, report: ReportRow): void {
    const endOf = roomForEnds(ends, selection.count)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      out.ensure(this.fixedBytesMax + this.bytesRoom(view, row))
      const end = this.writeRow(out.bytes, out.length, view, row, report)
      if (end >= 0) out.length = end
      endOf[k] = out.length
    }
  }

  private bytesRoom(view: RowView, row: number): number {
    let room = 0
    for (let i = 0; i < this.fields.length; i++) {
      if (!this.fields[i].ofBytes) continue
      const column = view.columns[i] as BytesColumn
      if (column.valid[row] === 0) continue
      const length = column.lengths[row]
      room += this.fields[i].nested?.bytesMax(length) ?? 2 * base64Length(length)
    }
    return room
  }

  /** Where the row ends, or -1: it was reported. */
  private writeRow(out: Buffer, at: number, view: RowView, row: number, report: ReportRow): number {
    for (let i = 0; i < this.fields.length; i++) {
      if (i > 0) out[at++] = this.delimiter
      const column = view.columns[i]
      if (column.valid[row] === 0) {
        at += this.nullLiteral.copy(out, at)
        continue
      }
      const start = at
      at = this.writeValue(out, at, this.fields[i], column, view, row)
      if (at < 0) {
        report(row, 'ENCODE', `column ${this.fields[i].name}: Hive would read the text of this value as another value`)
        return -1
      }
      if (at - start === this.nullLiteral.length && this.nullLiteral.compare(out, start, at) === 0) {
        report(row, 'ENCODE', `column ${this.fields[i].name}: the text is the null literal, and would be read as NULL`)
        return -1
      }
    }
    out[at++] = newline
    return at
  }

  private writeValue(out: Buffer, at: number, field: Field, column: Column, view: RowView, row: number): number {
    if (!field.ofBytes)
      return this.writeEscaped(out, at, this.scratch, 0, writeText(this.scratch, 0, field, column, row))
    const { starts, lengths } = column as BytesColumn
    const start = starts[row]
    if (field.nested !== null) return field.nested.write(out, at, view.memory.u8, start)
    const end = start + lengths[row]
    if (field.kind !== 'BYTES') return this.writeEscaped(out, at, view.memory.u8, start, end)
    const base64 = Buffer.from(view.memory.bytes.toString('base64', start, end), 'latin1')
    return this.writeEscaped(out, at, base64, 0, base64.length)
  }

  /** Writes source[start .. end), and a backslash before what needs one. Returns where it ends. */
  writeEscaped(out: Buffer, at: number, source: Uint8Array, start: number, end: number): number {
    for (let i = start; i < end; i++) {
      const byte = source[i]
      const escape = this.escapes[byte]
      if (escape === 0) {
        out[at++] = byte
      } else {
        out[at++] = backslash
        out[at++] = escape
      }
    }
    return at
  }

  private fieldOf({ name, type }: OutputColumn): Field {
    return {
      ...textField(type, { separator: ' ', zoneSuffix: false }),
      name,
      ofBytes: isBytes(type.kind),
      nested: isNested(type) ? new NestedText(type, this) : null,
    }
  }
}

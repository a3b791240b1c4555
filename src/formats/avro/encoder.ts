/**
 * Rows as Avro binary, straight from columns: row by row over a plan of fields, no objects, no BigInt. Each row begins with a
 * fixed prefix (empty, Confluent's, single-object's). https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
import type { BytesColumn } from '../../engine/column.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import { isNested } from '../../types/families.ts'
import { roomForEnds } from '../byte-buffer.ts'
import type { ByteBuffer, RowEncoder, RowEnds } from '../ports.ts'
import { varint32BytesMax } from '../varint.ts'
import { decimalBytesMax } from './decimal.ts'
import { nestedBytesMax, NestedWriter } from './nested.ts'
import { writeOf, writeValue } from './value.ts'
import type { Write } from './value.ts'

interface Field {
  readonly write: Write | NestedWriter
  readonly nullable: boolean
}

/** Union branch and the longest value that is not of bytes. */
const fixedFieldBytesMax = 1 + decimalBytesMax

export class AvroEncoder implements RowEncoder {
  private readonly fields: readonly Field[]
  private readonly prefix: Uint8Array
  private readonly fixedBytesMax: number

  /** The schema of what it writes is `avroSchema` of the same columns. */
  constructor(columns: readonly OutputColumn[], prefix: Uint8Array = new Uint8Array()) {
    this.fields = columns.map(({ type, nullable }) => ({
      write: isNested(type) ? new NestedWriter(type) : writeOf(type),
      nullable,
    }))
    this.prefix = prefix
    this.fixedBytesMax = prefix.length + columns.length * fixedFieldBytesMax
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
      const { write } = this.fields[i]
      if (write !== 'bytes' && typeof write === 'string') continue
      const column = view.columns[i] as BytesColumn
      if (column.valid[row] === 0) continue
      const length = column.lengths[row]
      room += write === 'bytes' ? length + varint32BytesMax : nestedBytesMax(length)
    }
    return room
  }

  private writeRow(out: Buffer, at: number, view: RowView, row: number): number {
    for (let i = 0; i < this.prefix.length; i++) out[at++] = this.prefix[i]
    for (let i = 0; i < this.fields.length; i++) {
      const field = this.fields[i]
      const column = view.columns[i]
      if (column.valid[row] !== 0) {
        if (field.nullable) out[at++] = 2
        at =
          typeof field.write === 'string'
            ? writeValue(out, at, field.write, column, view.memory, row)
            : field.write.write(out, at, view.memory.u8, (column as BytesColumn).starts[row])
      } else if (field.nullable) {
        out[at++] = 0
      } else {
        throw new Error(`output column ${i} is NOT NULL and has a NULL`)
      }
    }
    return at
  }
}

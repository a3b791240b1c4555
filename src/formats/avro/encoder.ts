/**
 * Rows as Avro binary, straight from columns: row by row over a plan of fields, no objects, no BigInt. Each row begins with a
 * fixed prefix (empty, Confluent's, single-object's). https://avro.apache.org/docs/1.12.0/specification/#binary-encoding
 */
import { columnKindOf } from '../../engine/column.ts'
import type {
  BoolColumn,
  BytesColumn,
  Column,
  Float64Column,
  Int128Column,
  Int32Column,
  Int64Column,
} from '../../engine/column.ts'
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import type { Memory } from '../../engine/memory.ts'
import type { Selection } from '../../engine/selection.ts'
import type { LogicalType } from '../../types/logical.ts'
import { avroType } from '../../types/mapping.ts'
import { roomForEnds } from '../byte-buffer.ts'
import type { ByteBuffer, RowEncoder, RowEnds } from '../ports.ts'
import { varint32BytesMax, writeZigzag32, writeZigzag64 } from '../varint.ts'
import { division, floorDivide } from '../words.ts'
import { decimalBytesMax, writeDecimal } from './decimal.ts'

/** How a column's values are written. `millis`, an int or a long, are made of microseconds. */
type Write = 'boolean' | 'int' | 'long' | 'millis' | 'float' | 'double' | 'bytes' | 'decimal64' | 'decimal128'

interface Field {
  readonly write: Write
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
    this.fields = columns.map(({ name, type, nullable }) => ({ write: writeOf(name, type), nullable }))
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
      if (this.fields[i].write !== 'bytes') continue
      const column = view.columns[i] as BytesColumn
      if (column.valid[row] !== 0) room += column.lengths[row] + varint32BytesMax
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
        at = writeValue(out, at, field.write, column, view.memory, row)
      } else if (field.nullable) {
        out[at++] = 0
      } else {
        throw new Error(`output column ${i} is NOT NULL and has a NULL`)
      }
    }
    return at
  }
}

function writeValue(out: Buffer, at: number, write: Write, column: Column, memory: Memory, row: number): number {
  switch (write) {
    case 'boolean':
      out[at] = (column as BoolColumn).values[row]
      return at + 1
    case 'int':
      return writeZigzag32(out, at, (column as Int32Column).values[row])
    case 'long': {
      const { words } = column as Int64Column
      return writeZigzag64(out, at, words[row * 2], words[row * 2 + 1])
    }
    case 'millis': {
      const { words } = column as Int64Column
      floorDivide(words[row * 2], words[row * 2 + 1], 1000)
      return writeZigzag64(out, at, division.low, division.high)
    }
    case 'float':
      return out.writeFloatLE((column as Float64Column).values[row], at)
    case 'double':
      return out.writeDoubleLE((column as Float64Column).values[row], at)
    case 'decimal64':
      return writeDecimal(out, at, (column as Int64Column).words, row * 2, 2)
    case 'decimal128':
      return writeDecimal(out, at, (column as Int128Column).words, row * 4, 4)
    case 'bytes':
      return writeBytes(out, at, column as BytesColumn, memory, row)
  }
}

/** Short values are copied here, since a native copy costs as much as some thirty bytes of them. */
function writeBytes(out: Buffer, at: number, column: BytesColumn, memory: Memory, row: number): number {
  const start = column.starts[row]
  const length = column.lengths[row]
  at = writeZigzag32(out, at, length)
  if (length > 32) {
    memory.bytes.copy(out, at, start, start + length)
    return at + length
  }
  const { u8 } = memory
  for (let i = 0; i < length; i++) out[at + i] = u8[start + i]
  return at + length
}

/** As the schema has it, which may ask for milliseconds. */
function writeOf(name: string, type: LogicalType): Write {
  const schema = avroType(type, name)
  if (typeof schema === 'string') return writeOfPrimitive(name, schema)
  const { type: primitive, logicalType } = schema as { readonly type: string; readonly logicalType?: string }
  if (logicalType === 'decimal') return columnKindOf(type) === 'i128' ? 'decimal128' : 'decimal64'
  if (logicalType?.endsWith('-millis')) return 'millis'
  return writeOfPrimitive(name, primitive)
}

function writeOfPrimitive(name: string, primitive: string): Write {
  switch (primitive) {
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
      return primitive
    case 'string':
      return 'bytes'
    default:
      throw new Error(`column ${name}: Avro's ${primitive} cannot be written yet`)
  }
}

/** One value, not NULL, as Avro binary, from a column of its type. */
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
import { avroType } from '../../types/mapping.ts'
import type { ColumnBytes, ScalarType } from '../nested/leaf-values.ts'
import { writeZigzag32, writeZigzag64 } from '../varint.ts'
import { division, floorDivide } from '../words.ts'
import { writeDecimal } from './decimal.ts'

/** How a column's values are written. `millis`, an int or a long, are made of microseconds. */
export type Write = 'boolean' | 'int' | 'long' | 'millis' | 'float' | 'double' | 'bytes' | 'decimal64' | 'decimal128'

export function writeValue(
  out: Buffer,
  at: number,
  write: Write,
  column: Column,
  memory: ColumnBytes,
  row: number,
): number {
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
function writeBytes(out: Buffer, at: number, column: BytesColumn, memory: ColumnBytes, row: number): number {
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
export function writeOf(type: ScalarType): Write {
  const schema = avroType(type, '')
  if (typeof schema === 'string') return writeOfPrimitive(schema)
  const { type: primitive, logicalType } = schema as { readonly type: string; readonly logicalType?: string }
  if (logicalType === 'decimal') return columnKindOf(type) === 'i128' ? 'decimal128' : 'decimal64'
  if (logicalType?.endsWith('-millis')) return 'millis'
  return writeOfPrimitive(primitive)
}

function writeOfPrimitive(primitive: string): Write {
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
      throw new Error(`Avro's ${primitive} is the type of no scalar`)
  }
}

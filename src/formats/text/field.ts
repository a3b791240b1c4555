/**
 * What JSON lines, Hive text and CSV have in common: how the value of a column becomes text. A `TextField` is worked out once
 * per column of a sink; `writeText` is then called per value, without objects or closures.
 *
 * | logical type                | text                                                                      |
 * | --------------------------- | ------------------------------------------------------------------------- |
 * | BOOLEAN                     | `true`, `false`                                                           |
 * | integers, DECIMAL           | all digits; a DECIMAL with all digits of its scale                        |
 * | FLOAT, DOUBLE               | the shortest that reads back the same                                     |
 * | DATE, TIME(p), TIMESTAMP(p) | `yyyy-MM-dd`, `HH:mm:ss.S…`, `yyyy-MM-dd HH:mm:ss.S…` with p digits of S  |
 * | TIMESTAMP_LTZ(p)            | the same in UTC, with `Z` behind it where `zoneSuffix` asks for it        |
 * | BYTES                       | base64                                                                    |
 * | strings, JSON, ARRAY, MAP, ROW | bytes as they are: the caller escapes them (`isBytes`)                 |
 */
import type { Column, BoolColumn, Float64Column, Int32Column, Int64Column, Int128Column } from '../../engine/column.ts'
import type { LogicalType, TypeKind } from '../../types/logical.ts'
import { numberBytesMax, writeDecimal128, writeDecimal64, writeInt32, writeInt64 } from './digits.ts'
import { floatBytesMax, writeDouble, writeFloat } from './float.ts'
import { dateBytesMax, timeBytesMax, timestampBytesMax, writeDate, writeTimeOfDay, writeTimestamp } from './temporal.ts'

export interface TimestampStyle {
  /** The byte between date and time: a blank or `T`. */
  readonly separator: ' ' | 'T'
  /** Whether TIMESTAMP_LTZ ends in `Z`. */
  readonly zoneSuffix: boolean
}

export interface TextField {
  readonly kind: TypeKind
  /** DECIMAL: whether its column is of 128 bits. */
  readonly wide: boolean
  readonly scale: number
  /** Digits of the second's fraction. */
  readonly precision: number
  readonly separator: number
  readonly zoneSuffix: boolean
  /** The longest text of a value that is not of bytes. */
  readonly bytesMax: number
}

export function textField(type: LogicalType, style: TimestampStyle): TextField {
  return {
    kind: type.kind,
    wide: type.kind === 'DECIMAL' && type.precision > 18,
    scale: type.kind === 'DECIMAL' ? type.scale : 0,
    precision: 'precision' in type ? type.precision : 0,
    separator: style.separator.charCodeAt(0),
    zoneSuffix: style.zoneSuffix,
    bytesMax: Math.max(numberBytesMax, floatBytesMax, dateBytesMax, timeBytesMax, timestampBytesMax),
  }
}

/** Whether values lie as bytes in the engine's memory, and not in a typed array. */
export function isBytes(kind: TypeKind): boolean {
  switch (kind) {
    case 'STRING':
    case 'VARCHAR':
    case 'BYTES':
    case 'JSON':
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return true
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return false
  }
}

/** Whether the text needs quotes in JSON. */
export function isQuotedInJson(kind: TypeKind): boolean {
  return kind === 'DATE' || kind === 'TIME' || kind === 'TIMESTAMP' || kind === 'TIMESTAMP_LTZ'
}

/** Writes a value that is not NULL and not of bytes. Returns where it ends; there must be room for `bytesMax`. */
export function writeText(out: Buffer, at: number, field: TextField, column: Column, row: number): number {
  switch (field.kind) {
    case 'BOOLEAN':
      return writeBoolean(out, at, (column as BoolColumn).values[row])
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'INTERVAL_MONTHS':
      return writeInt32(out, at, (column as Int32Column).values[row])
    case 'DATE':
      return writeDate(out, at, (column as Int32Column).values[row])
    case 'FLOAT':
      return writeFloat(out, at, (column as Float64Column).values[row])
    case 'DOUBLE':
      return writeDouble(out, at, (column as Float64Column).values[row])
    case 'DECIMAL':
      if (field.wide) return writeDecimal128(out, at, (column as Int128Column).words, row * 4, field.scale)
      return writeWords(out, at, field, (column as Int64Column).words, row)
    case 'BIGINT':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
    case 'INTERVAL_MICROS':
      return writeWords(out, at, field, (column as Int64Column).words, row)
    case 'STRING':
    case 'VARCHAR':
    case 'BYTES':
    case 'JSON':
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      throw new Error(`${field.kind} is of bytes`)
  }
}

function writeWords(out: Buffer, at: number, field: TextField, words: Int32Array, row: number): number {
  const low = words[row * 2]
  const high = words[row * 2 + 1]
  if (field.kind === 'DECIMAL') return writeDecimal64(out, at, low, high, field.scale)
  if (field.kind === 'TIME') return writeTimeOfDay(out, at, low, high, field.precision)
  if (field.kind !== 'TIMESTAMP' && field.kind !== 'TIMESTAMP_LTZ') return writeInt64(out, at, low, high)
  const end = writeTimestamp(out, at, low, high, field.precision, field.separator)
  if (field.kind === 'TIMESTAMP' || !field.zoneSuffix) return end
  out[end] = 90 // Z
  return end + 1
}

function writeBoolean(out: Buffer, at: number, value: number): number {
  if (value !== 0) {
    out.writeUInt32BE(0x7472_7565, at) // true
    return at + 4
  }
  out.writeUInt32BE(0x6661_6c73, at) // fals
  out[at + 4] = 101 // e
  return at + 5
}

/** Room that base64 of so many bytes needs. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}

export function writeBase64(out: Buffer, at: number, bytes: Buffer, start: number, end: number): number {
  return at + out.write(bytes.toString('base64', start, end), at, 'latin1')
}

/** Between columns and scalar values (`types/value.ts`): what lifted functions, tests and `print` read and write, row by row. */
import type { LogicalType } from '../types/logical.ts'
import type { Value } from '../types/value.ts'
import { nestedValue } from '../types/conversion/nested.ts'
import { valueText } from '../types/conversion/value-text.ts'
import type { BytesColumn, Column, Int128Column, Int64Column } from './column.ts'
import type { Memory } from './memory.ts'

/** The value of a row, null where the column is not valid. */
export function readValue(memory: Memory, column: Column, type: LogicalType, row: number): Value {
  if (column.valid[row] === 0) return null
  switch (column.kind) {
    case 'bool':
      return column.values[row] === 1
    case 'i32':
    case 'f64':
      return column.values[row]
    case 'i64':
      return type.kind === 'TIME' ? Number(column.values[row]) : column.values[row]
    case 'i128':
      return readInt128(column, row)
    case 'bytes':
      return readBytes(memory, column, type, row)
  }
}

function readBytes(memory: Memory, column: BytesColumn, type: LogicalType, row: number): Value {
  const start = column.starts[row]
  const end = start + column.lengths[row]
  if (type.kind === 'BYTES') return memory.u8.slice(start, end)
  const text = memory.bytes.toString('utf8', start, end)
  return type.kind === 'ARRAY' || type.kind === 'MAP' || type.kind === 'ROW' ? nestedValue(text, type) : text
}

/** The text of a row of a STRING, VARCHAR or JSON column. */
export function readText(memory: Memory, column: BytesColumn, row: number): string {
  const start = column.starts[row]
  return memory.bytes.toString('utf8', start, start + column.lengths[row])
}

/** Writes a value of the type; text goes to the arena (raises ArenaFull). */
export function writeValue(memory: Memory, column: Column, type: LogicalType, row: number, value: Value): void {
  if (value === null) {
    column.valid[row] = 0
    return
  }
  column.valid[row] = 1
  switch (column.kind) {
    case 'bool':
      column.values[row] = value === true ? 1 : 0
      return
    case 'i32':
    case 'f64':
      column.values[row] = value as number
      return
    case 'i64':
      column.values[row] = BigInt(value as number | bigint)
      return
    case 'i128':
      writeInt128(column, row, value as bigint)
      return
    case 'bytes':
      if (value instanceof Uint8Array) writeBytes(memory, column, row, value)
      else writeText(memory, column, row, typeof value === 'string' ? value : valueText(value, type))
  }
}

export function writeText(memory: Memory, column: BytesColumn, row: number, text: string): void {
  const length = Buffer.byteLength(text)
  const address = memory.take(length)
  memory.bytes.write(text, address, length, 'utf8')
  column.starts[row] = address
  column.lengths[row] = length
  column.valid[row] = 1
}

export function writeBytes(memory: Memory, column: BytesColumn, row: number, bytes: Uint8Array): void {
  const address = memory.take(bytes.length)
  memory.u8.set(bytes, address)
  column.starts[row] = address
  column.lengths[row] = bytes.length
  column.valid[row] = 1
}

const twoTo32 = 4_294_967_296

/** Writes an integer of at most 2^53 without a BigInt. */
export function setInt64(column: Int64Column, row: number, value: number): void {
  column.words[row * 2] = value % twoTo32
  column.words[row * 2 + 1] = Math.floor(value / twoTo32)
  column.valid[row] = 1
}

/** The value where it is exact as a number, else NaN. */
export function safeInt64(column: Int64Column, row: number): number {
  const value = column.words[row * 2 + 1] * twoTo32 + (column.words[row * 2] >>> 0)
  return Number.isSafeInteger(value) ? value : Number.NaN
}

function readInt128({ words }: Int128Column, row: number): bigint {
  const at = row * 4
  const low = (BigInt(words[at + 1] >>> 0) << 32n) | BigInt(words[at] >>> 0)
  const high = (BigInt(words[at + 3]) << 32n) | BigInt(words[at + 2] >>> 0)
  return (high << 64n) | low
}

function writeInt128({ words }: Int128Column, row: number, value: bigint): void {
  for (let word = 0; word < 4; word++) {
    words[row * 4 + word] = Number(BigInt.asIntN(32, value >> BigInt(32 * word)))
  }
}

/** Makes the rows of `to` that are selected equal to those of `from`, a column of the same kind. */
export function copyRows(from: Column, to: Column, rows: Int32Array, count: number): void {
  if (from.kind !== to.kind) throw new Error(`a ${from.kind} column is no ${to.kind} column`)
  for (let k = 0; k < count; k++) to.valid[rows[k]] = from.valid[rows[k]]
  if (from.kind === 'bytes' && to.kind === 'bytes') {
    for (let k = 0; k < count; k++) {
      to.starts[rows[k]] = from.starts[rows[k]]
      to.lengths[rows[k]] = from.lengths[rows[k]]
    }
  } else if (from.kind === 'i128' && to.kind === 'i128') {
    for (let k = 0; k < count; k++) {
      for (let word = rows[k] * 4; word < rows[k] * 4 + 4; word++) to.words[word] = from.words[word]
    }
  } else if (from.kind === 'i64' && to.kind === 'i64') {
    for (let k = 0; k < count; k++) {
      to.words[rows[k] * 2] = from.words[rows[k] * 2]
      to.words[rows[k] * 2 + 1] = from.words[rows[k] * 2 + 1]
    }
  } else if ('values' in from && 'values' in to && from.kind !== 'i64' && to.kind !== 'i64') {
    for (let k = 0; k < count; k++) to.values[rows[k]] = from.values[rows[k]]
  }
}

/**
 * Scalars found inside of nested values, as a column of the kind that a top-level column of their type has: so formats write
 * both with the same code. Bytes and unescaped text lie in a buffer of its own, which takes the place of the engine's memory.
 */
import { columnKindOf, newColumn } from '../../engine/column.ts'
import type { Column } from '../../engine/column.ts'
import { upTo9Digits } from '../../engine/kernels/convert/digits.ts'
import { unescapeInto } from '../../engine/kernels/json-strings.ts'
import type { NestedType } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { daysFromDate, secondsPerDay } from '../../types/datetime/calendar.ts'
import type { JsonCursor } from './cursor.ts'
import { putMicros, putNumber } from './digits.ts'

export type ScalarType = Exclude<LogicalType, NestedType>

/** Where the bytes of a column lie: the engine's memory, or a LeafValues' own. */
export interface ColumnBytes {
  readonly u8: Uint8Array
  readonly bytes: Buffer
}

const initialValues = 16

export class LeafValues implements ColumnBytes {
  readonly type: ScalarType
  /** Of these, the first `count` values are there, all valid. */
  column: Column
  count = 0
  bytes: Buffer = Buffer.allocUnsafe(64)
  private bytesLength = 0
  private capacity = initialValues

  constructor(type: ScalarType) {
    this.type = type
    this.column = newColumn(columnKindOf(type), initialValues)
  }

  get u8(): Uint8Array {
    return this.bytes
  }

  /** Memory that is held. */
  get bufferedBytes(): number {
    return this.bytes.length + this.capacity * 17
  }

  clear(): void {
    this.count = 0
    this.bytesLength = 0
  }

  /** Takes the value at the cursor, which is not NULL, and passes it. */
  add(cursor: JsonCursor): void {
    if (this.count === this.capacity) this.grow()
    const start = cursor.at
    if (this.type.kind === 'JSON') cursor.skipValue()
    else if (cursor.bytes[start] === 0x22) cursor.skipString()
    else cursor.skipWord()
    this.put(cursor.bytes, start, cursor.at)
    this.count++
  }

  private put(source: Uint8Array, start: number, end: number): void {
    const row = this.count
    const { column } = this
    switch (column.kind) {
      case 'bool':
        column.values[row] = source[start] === 0x74 ? 1 : 0
        return
      case 'i32':
        column.values[row] = this.type.kind === 'DATE' ? dateAt(source, start + 1) : integer(source, start, end)
        return
      case 'f64':
        column.values[row] = Number(latin1(source, start, end))
        return
      case 'i128':
        putNumber(column.words, row * 4, 4, source, start, end)
        return
      case 'i64':
        putInt64(this.type, column.words, row * 2, source, start, end)
        return
      case 'bytes': {
        this.room(end - start)
        column.starts[row] = this.bytesLength
        this.bytesLength = putBytes(this.type, this.bytes, this.bytesLength, source, start, end)
        column.lengths[row] = this.bytesLength - column.starts[row]
      }
    }
  }

  private room(more: number): void {
    const needed = this.bytesLength + more
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.bytesLength)
    this.bytes = larger
  }

  private grow(): void {
    this.capacity *= 2
    const larger = newColumn(this.column.kind, this.capacity)
    const from = this.column
    if (from.kind === 'bytes' && larger.kind === 'bytes') {
      larger.starts.set(from.starts)
      larger.lengths.set(from.lengths)
    } else if ('words' in from && 'words' in larger) larger.words.set(from.words)
    else if (from.kind === 'f64' && larger.kind === 'f64') larger.values.set(from.values)
    else if (from.kind === 'i32' && larger.kind === 'i32') larger.values.set(from.values)
    else if (from.kind === 'bool' && larger.kind === 'bool') larger.values.set(from.values)
    this.column = larger
  }
}

function integer(source: Uint8Array, start: number, end: number): number {
  const negative = source[start] === 0x2d
  const first = negative ? start + 1 : start
  // Ten digits at most: the last by itself.
  const magnitude = upTo9Digits(source, first, end - 1) * 10 + source[end - 1] - 0x30
  return negative ? -magnitude : magnitude
}

function putInt64(
  type: ScalarType,
  words: Int32Array,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
): void {
  if (type.kind === 'TIME') {
    putMicros(words, at, timeAt(source, start + 1), fractionAt(source, start + 9))
  } else if (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') {
    const seconds = dateAt(source, start + 1) * secondsPerDay + timeAt(source, start + 12)
    putMicros(words, at, seconds, fractionAt(source, start + 20))
  } else putNumber(words, at, 2, source, start, end)
}

/** Days since 1970-01-01 of `yyyy-MM-dd`. */
function dateAt(source: Uint8Array, at: number): number {
  const year = upTo9Digits(source, at, at + 4)
  return daysFromDate(year, upTo9Digits(source, at + 5, at + 7), upTo9Digits(source, at + 8, at + 10))
}

/** Seconds of `HH:mm:ss`. */
function timeAt(source: Uint8Array, at: number): number {
  const minutes = upTo9Digits(source, at, at + 2) * 60 + upTo9Digits(source, at + 3, at + 5)
  return minutes * 60 + upTo9Digits(source, at + 6, at + 8)
}

/** Microseconds of `.SSS`, up to six digits; 0 where there is no point. */
function fractionAt(source: Uint8Array, at: number): number {
  if (source[at] !== 0x2e) return 0
  let micros = 0
  for (let unit = 100_000, i = at + 1; source[i] >= 0x30 && source[i] <= 0x39; i++, unit /= 10) {
    micros += (source[i] - 0x30) * unit
  }
  return micros
}

/** Text unescaped, BYTES from their base64, JSON as it stands. Returns the end; nothing gets longer. */
function putBytes(type: ScalarType, out: Buffer, at: number, source: Uint8Array, start: number, end: number): number {
  if (type.kind === 'JSON') {
    out.set(source.subarray(start, end), at)
    return at + end - start
  }
  if (type.kind === 'BYTES') return at + out.write(latin1(source, start + 1, end - 1), at, 'base64')
  return unescapeInto(source, start + 1, end - 1, out, at)
}

function latin1(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString('latin1')
}

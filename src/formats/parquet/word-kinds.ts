/**
 * The physical types of values of 1, 2 or 4 words: how values come from columns, how they compare (for statistics), how they
 * look in PLAIN. Typed arrays are little-endian as Parquet is; Node runs on no other machines.
 */
import type { Column, Float64Column, Int128Column, Int32Column, Int64Column } from '../../engine/column.ts'
import { division, floorDivide } from '../words.ts'

export interface WordKind {
  readonly stride: 1 | 2 | 4
  readonly plainBytes: number
  /** Whether DELTA_BINARY_PACKED is allowed. */
  readonly deltas: boolean
  /** Copies the values of rows[from .. to) that are not NULL to words[at ..]; returns how many. */
  gather(column: Column, rows: Int32Array, from: number, to: number, words: Int32Array, at: number): number
  /** Widens range (smallest, then largest) by the first `count` values; one value at least. */
  widenRange(range: Int32Array, words: Int32Array, count: number, known: boolean): void
  /** May be a view of the words. */
  plain(words: Int32Array, count: number): Buffer
}

/** TINYINT, SMALLINT, INT, DATE. */
export const int32: WordKind = {
  stride: 1,
  plainBytes: 4,
  deltas: true,
  gather(column, rows, from, to, words, at) {
    const { values, valid } = column as Int32Column
    const first = at
    for (let k = from; k < to; k++) if (valid[rows[k]] !== 0) words[at++] = values[rows[k]]
    return at - first
  },
  widenRange: widenRange32,
  plain: littleEndian(4),
}

/** DECIMAL of at most 9 digits: the low words of an i64 column. */
export const int32OfInt64: WordKind = {
  ...int32,
  gather(column, rows, from, to, words, at) {
    const { words: values, valid } = column as Int64Column
    const first = at
    for (let k = from; k < to; k++) if (valid[rows[k]] !== 0) words[at++] = values[rows[k] * 2]
    return at - first
  },
}

export const int64: WordKind = {
  stride: 2,
  plainBytes: 8,
  deltas: true,
  gather(column, rows, from, to, words, at) {
    const { words: values, valid } = column as Int64Column
    const first = at
    for (let k = from; k < to; k++) {
      const row = rows[k]
      if (valid[row] === 0) continue
      words[at] = values[row * 2]
      words[at + 1] = values[row * 2 + 1]
      at += 2
    }
    return (at - first) / 2
  },
  widenRange: widenRange64,
  plain: littleEndian(8),
}

/** Microseconds as milliseconds, rounded down. */
export const millisOfMicros: WordKind = {
  ...int64,
  gather(column, rows, from, to, words, at) {
    const { words: values, valid } = column as Int64Column
    const first = at
    for (let k = from; k < to; k++) {
      const row = rows[k]
      if (valid[row] === 0) continue
      floorDivide(values[row * 2], values[row * 2 + 1], 1000)
      words[at] = division.low
      words[at + 1] = division.high
      at += 2
    }
    return (at - first) / 2
  },
}

export const float: WordKind = {
  stride: 1,
  plainBytes: 4,
  deltas: false,
  gather(column, rows, from, to, words, at) {
    const { values, valid } = column as Float64Column
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length)
    const first = at
    for (let k = from; k < to; k++) if (valid[rows[k]] !== 0) floats[at++] = values[rows[k]]
    return at - first
  },
  widenRange(range, words, count, known) {
    const values = new Float32Array(words.buffer, words.byteOffset, count)
    widenFloats(new Float32Array(range.buffer), values, known)
  },
  plain: littleEndian(4),
}

export const double: WordKind = {
  stride: 2,
  plainBytes: 8,
  deltas: false,
  gather(column, rows, from, to, words, at) {
    const { values, valid } = column as Float64Column
    const doubles = new Float64Array(words.buffer, words.byteOffset, words.length >> 1)
    const first = at / 2
    let next = first
    for (let k = from; k < to; k++) if (valid[rows[k]] !== 0) doubles[next++] = values[rows[k]]
    return next - first
  },
  widenRange(range, words, count, known) {
    const values = new Float64Array(words.buffer, words.byteOffset, count)
    widenFloats(new Float64Array(range.buffer), values, known)
  },
  plain: littleEndian(8),
}

/** DECIMAL of more than 18 digits: big-endian two's complement of `bytes` bytes, from an i128 column. */
export function fixedDecimal(bytes: number): WordKind {
  return {
    stride: 4,
    plainBytes: bytes,
    deltas: false,
    gather(column, rows, from, to, words, at) {
      const { words: values, valid } = column as Int128Column
      const first = at
      for (let k = from; k < to; k++) {
        const row = rows[k]
        if (valid[row] === 0) continue
        for (let i = 0; i < 4; i++) words[at++] = values[row * 4 + i]
      }
      return (at - first) / 4
    },
    widenRange: widenRange128,
    plain(words, count) {
      const out = Buffer.allocUnsafe(count * bytes)
      for (let value = 0; value < count; value++) {
        const last = (value + 1) * bytes - 1
        for (let i = 0; i < bytes; i++) out[last - i] = words[value * 4 + (i >> 2)] >>> ((i & 3) * 8)
      }
      return out
    },
  }
}

function littleEndian(bytes: 4 | 8): (words: Int32Array, count: number) => Buffer {
  return (words, count) => Buffer.from(words.buffer, words.byteOffset, count * bytes)
}

function widenRange32(range: Int32Array, words: Int32Array, count: number, known: boolean): void {
  let min = known ? range[0] : words[0]
  let max = known ? range[1] : words[0]
  for (let i = 0; i < count; i++) {
    if (words[i] < min) min = words[i]
    else if (words[i] > max) max = words[i]
  }
  range[0] = min
  range[1] = max
}

function widenRange64(range: Int32Array, words: Int32Array, count: number, known: boolean): void {
  if (!known) range.set([words[0], words[1], words[0], words[1]])
  for (let i = 0; i < count; i++) {
    const low = words[2 * i]
    const high = words[2 * i + 1]
    if (high < range[1] || (high === range[1] && low >>> 0 < range[0] >>> 0)) {
      range[0] = low
      range[1] = high
    } else if (high > range[3] || (high === range[3] && low >>> 0 > range[2] >>> 0)) {
      range[2] = low
      range[3] = high
    }
  }
}

function widenRange128(range: Int32Array, words: Int32Array, count: number, known: boolean): void {
  if (!known) range.set([...words.subarray(0, 4), ...words.subarray(0, 4)])
  for (let i = 0; i < count; i++) {
    if (compare128(words, i * 4, range, 0) < 0) range.set(words.subarray(i * 4, i * 4 + 4), 0)
    else if (compare128(words, i * 4, range, 4) > 0) range.set(words.subarray(i * 4, i * 4 + 4), 4)
  }
}

function compare128(a: Int32Array, atA: number, b: Int32Array, atB: number): number {
  if (a[atA + 3] !== b[atB + 3]) return a[atA + 3] - b[atB + 3]
  for (let i = 2; i >= 0; i--) {
    if (a[atA + i] !== b[atB + i]) return (a[atA + i] >>> 0) - (b[atB + i] >>> 0)
  }
  return 0
}

/** A zero as the smallest is -0, as the largest +0: parquet.thrift, ColumnOrder, since the two compare as equal. */
function widenFloats(range: Float32Array | Float64Array, values: Float32Array | Float64Array, known: boolean): void {
  let min = known ? range[0] : values[0]
  let max = known ? range[1] : values[0]
  for (let i = 0; i < values.length; i++) {
    if (values[i] < min) min = values[i]
    else if (values[i] > max) max = values[i]
  }
  range[0] = min === 0 ? -0 : min
  range[1] = max === 0 ? 0 : max
}

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
  /** Of the kernel that finds the smallest and largest. */
  readonly order: number
  /** Of zeros in a range (smallest, then largest), which compare as equal: -0 as the smallest, +0 as the largest. */
  signZeros(range: Int32Array): void
  /** May be a view of the words. */
  plain(words: Int32Array, count: number): Buffer
}

/** As `engine/wasm/parquet-words.ts` knows them. */
const order = { int32: 0, int64: 1, int128: 2, float: 3, double: 4 } as const

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
  order: order.int32,
  signZeros: noSigns,
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
  order: order.int64,
  signZeros: noSigns,
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
  order: order.float,
  signZeros: (range) => signZeros(new Float32Array(range.buffer)),
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
  order: order.double,
  signZeros: (range) => signZeros(new Float64Array(range.buffer)),
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
    order: order.int128,
    signZeros: noSigns,
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

function noSigns(): void {}

function signZeros(range: Float32Array | Float64Array): void {
  if (range[0] === 0) range[0] = -0
  if (range[1] === 0) range[1] = 0
}

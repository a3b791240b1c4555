/**
 * Columns: the values of one column for the rows of a chunk, in typed arrays over the engine's memory. Row r is index r.
 * A value whose `valid` is 0 is NULL, and what its place in `values` holds means nothing.
 *
 * | logical types                         | column                                                    |
 * | ------------------------------------- | --------------------------------------------------------- |
 * | BOOLEAN                               | bool                                                      |
 * | TINYINT, SMALLINT, INT, DATE, INTERVAL_MONTHS | i32                                               |
 * | BIGINT, TIME, TIMESTAMP*, INTERVAL_MICROS, DECIMAL of precision <= 18 (unscaled) | i64            |
 * | DECIMAL of precision > 18 (unscaled)  | i128                                                      |
 * | FLOAT, DOUBLE                         | f64                                                       |
 * | STRING, VARCHAR (UTF-8), BYTES, JSON (compact text), ARRAY, MAP, ROW (compact JSON text) | bytes  |
 */
import type { LogicalType } from '../types/logical.ts'
import type { Memory } from './memory.ts'

export type Column = BoolColumn | Int32Column | Int64Column | Int128Column | Float64Column | BytesColumn

export interface BoolColumn {
  readonly kind: 'bool'
  /** 0 or 1 */
  readonly values: Uint8Array
  readonly valid: Uint8Array
}

export interface Int32Column {
  readonly kind: 'i32'
  readonly values: Int32Array
  readonly valid: Uint8Array
}

export interface Int64Column {
  readonly kind: 'i64'
  readonly values: BigInt64Array
  /** The same memory: words[2r] is the low half, words[2r + 1] the high one. BigInt is slow; kernels use these. */
  readonly words: Int32Array
  readonly valid: Uint8Array
}

export interface Int128Column {
  readonly kind: 'i128'
  /** Two's complement, four words a row, lowest first. */
  readonly words: Int32Array
  readonly valid: Uint8Array
}

export interface Float64Column {
  readonly kind: 'f64'
  readonly values: Float64Array
  readonly valid: Uint8Array
}

export interface BytesColumn {
  readonly kind: 'bytes'
  /** Addresses in the engine's memory (`memory.u8`). */
  readonly starts: Uint32Array
  /** In bytes. */
  readonly lengths: Uint32Array
  readonly valid: Uint8Array
}

export type ColumnKind = Column['kind']

const columnKinds: Readonly<Record<Exclude<LogicalType['kind'], 'DECIMAL'>, ColumnKind>> = {
  BOOLEAN: 'bool',
  TINYINT: 'i32',
  SMALLINT: 'i32',
  INT: 'i32',
  BIGINT: 'i64',
  FLOAT: 'f64',
  DOUBLE: 'f64',
  STRING: 'bytes',
  VARCHAR: 'bytes',
  BYTES: 'bytes',
  DATE: 'i32',
  TIME: 'i64',
  TIMESTAMP: 'i64',
  TIMESTAMP_LTZ: 'i64',
  JSON: 'bytes',
  ARRAY: 'bytes',
  MAP: 'bytes',
  ROW: 'bytes',
  INTERVAL_MONTHS: 'i32',
  INTERVAL_MICROS: 'i64',
}

export function columnKindOf(type: LogicalType): ColumnKind {
  if (type.kind === 'DECIMAL') return type.precision <= 18 ? 'i64' : 'i128'
  return columnKinds[type.kind]
}

/** What a kernel writes values to: of bytes, where they start. */
export function valuesOf(column: Column): Uint8Array | Int32Array | Uint32Array | Float64Array {
  switch (column.kind) {
    case 'bool':
    case 'i32':
    case 'f64':
      return column.values
    case 'i64':
    case 'i128':
      return column.words
    case 'bytes':
      return column.starts
  }
}

/** A column in the arena, all of it NULL. */
export function takeColumn(memory: Memory, kind: ColumnKind, rows: number): Column {
  const valid = takeBytes(memory, rows)
  valid.fill(0)
  switch (kind) {
    case 'bool':
      return { kind, values: takeBytes(memory, rows), valid }
    case 'i32':
      return { kind, values: new Int32Array(memory.buffer, memory.take(rows * 4), rows), valid }
    case 'i64': {
      const address = memory.take(rows * 8)
      return {
        kind,
        values: new BigInt64Array(memory.buffer, address, rows),
        words: new Int32Array(memory.buffer, address, rows * 2),
        valid,
      }
    }
    case 'i128':
      return { kind, words: new Int32Array(memory.buffer, memory.take(rows * 16), rows * 4), valid }
    case 'f64':
      return { kind, values: new Float64Array(memory.buffer, memory.take(rows * 8), rows), valid }
    case 'bytes':
      return {
        kind,
        starts: new Uint32Array(memory.buffer, memory.take(rows * 4), rows),
        lengths: new Uint32Array(memory.buffer, memory.take(rows * 4), rows),
        valid,
      }
  }
}

/** A column in memory of its own, all of it valid. */
export function newColumn(kind: ColumnKind, rows: number): Column {
  const valid = new Uint8Array(rows).fill(1)
  switch (kind) {
    case 'bool':
      return { kind, values: new Uint8Array(rows), valid }
    case 'i32':
      return { kind, values: new Int32Array(rows), valid }
    case 'i64': {
      const values = new BigInt64Array(rows)
      return { kind, values, words: new Int32Array(values.buffer), valid }
    }
    case 'i128':
      return { kind, words: new Int32Array(rows * 4), valid }
    case 'f64':
      return { kind, values: new Float64Array(rows), valid }
    case 'bytes':
      return { kind, starts: new Uint32Array(rows), lengths: new Uint32Array(rows), valid }
  }
}

function takeBytes(memory: Memory, rows: number): Uint8Array {
  return new Uint8Array(memory.buffer, memory.take(rows), rows)
}

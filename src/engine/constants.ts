/** Constants as columns: one row, made when binding, valid as long as the engine; spread over the rows of a chunk where needed. */
import { valueText } from '../types/conversion/value-text.ts'
import type { LogicalType } from '../types/logical.ts'
import type { Value } from '../types/value.ts'
import type { Chunk } from './chunk.ts'
import { columnKindOf, takeColumn } from './column.ts'
import type { Column } from './column.ts'
import type { Memory } from './memory.ts'
import type { Selection } from './selection.ts'
import { writeValue } from './values.ts'

/** Bytes go to the memory's reserved part. */
export function constantColumn(memory: Memory, type: LogicalType, value: Value): Column {
  const column = oneRow(type)
  if (value === null || column.kind !== 'bytes') {
    writeValue(memory, column, type, 0, value)
    return column
  }
  const bytes =
    value instanceof Uint8Array ? value : Buffer.from(typeof value === 'string' ? value : valueText(value, type))
  const address = memory.reserve(bytes.length)
  memory.u8.set(bytes, address)
  column.starts[0] = address
  column.lengths[0] = bytes.length
  column.valid[0] = 1
  return column
}

function oneRow(type: LogicalType): Column {
  const kind = columnKindOf(type)
  const valid = new Uint8Array(1)
  switch (kind) {
    case 'bool':
      return { kind, values: new Uint8Array(1), valid }
    case 'i32':
      return { kind, values: new Int32Array(1), valid }
    case 'i64': {
      const values = new BigInt64Array(1)
      return { kind, values, words: new Int32Array(values.buffer), valid }
    }
    case 'i128':
      return { kind, words: new Int32Array(4), valid }
    case 'f64':
      return { kind, values: new Float64Array(1), valid }
    case 'bytes':
      return { kind, starts: new Uint32Array(1), lengths: new Uint32Array(1), valid }
  }
}

/** A column of the chunk whose selected rows all hold the constant. */
export function spreadConstant(constant: Column, chunk: Chunk, selection: Selection): Column {
  const column = takeColumn(chunk.memory, constant.kind, chunk.rowCount)
  setRows(column, constant, selection.rows, selection.count)
  return column
}

/** Sets the given rows of a column to the constant. */
export function setRows(column: Column, constant: Column, rows: Int32Array, count = rows.length): void {
  for (let k = 0; k < count; k++) setRow(column, rows[k], constant)
}

function setRow(column: Column, row: number, constant: Column): void {
  column.valid[row] = constant.valid[0]
  switch (column.kind) {
    case 'bool':
    case 'i32':
    case 'f64':
      column.values[row] = (constant as typeof column).values[0]
      return
    case 'i64':
      column.words[row * 2] = (constant as typeof column).words[0]
      column.words[row * 2 + 1] = (constant as typeof column).words[1]
      return
    case 'i128':
      for (let word = 0; word < 4; word++) column.words[row * 4 + word] = (constant as typeof column).words[word]
      return
    case 'bytes':
      column.starts[row] = (constant as typeof column).starts[0]
      column.lengths[row] = (constant as typeof column).lengths[0]
  }
}

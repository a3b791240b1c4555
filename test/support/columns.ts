/** Rows of scalar values (`types/value.ts`) as the columns that a sink is given. */
import { takeColumn, columnKindOf } from '../../src/engine/column.ts'
import type { Column } from '../../src/engine/column.ts'
import { Memory } from '../../src/engine/memory.ts'
import type { OutputColumn, RowView } from '../../src/engine/ports.ts'
import { nestedText } from '../../src/types/conversion/nested.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

export function outputColumn(name: string, type: LogicalType, nullable = true): OutputColumn {
  return { name, type, nullable }
}

/**
 * `rows[r][c]` is the value of column c; ARRAY, MAP and ROW may be given as the text that the engine holds them in, too. Row r is
 * of a record with the hash r.
 */
export function rowViewOf(columns: readonly OutputColumn[], given: readonly (readonly Value[])[]): RowView {
  const rows = given.map((row) => row.map((value, c) => heldValue(value, columns[c].type)))
  const memory = new Memory(neededBytes(columns, rows))
  const taken = columns.map((column, c) => {
    const filled = takeColumn(memory, columnKindOf(column.type), rows.length)
    rows.forEach((row, r) => {
      if (row[c] !== null) putValue(memory, filled, r, row[c])
    })
    return filled
  })
  const records = Int32Array.from(rows, (_, r) => r)
  return {
    memory,
    rowCount: rows.length,
    columns: taken,
    records,
    timestamps: new Float64Array(rows.length),
    hashRecords: (_, hashes) => hashes.set(records),
  }
}

function heldValue(value: Value, type: LogicalType): Value {
  const isNested = type.kind === 'ARRAY' || type.kind === 'MAP' || type.kind === 'ROW'
  return isNested && typeof value !== 'string' && value !== null ? nestedText(value, type) : value
}

function neededBytes(columns: readonly OutputColumn[], rows: readonly (readonly Value[])[]): number {
  let bytes = 65_536 + columns.length * (rows.length * 20 + 128)
  for (const row of rows) {
    for (const value of row) {
      if (typeof value === 'string') bytes += value.length * 3 + 40
      else if (value instanceof Uint8Array) bytes += value.length + 40
    }
  }
  // And what encoders take for a while: nested values become up to five times as long.
  return bytes * 8 + 524_288
}

function putValue(memory: Memory, column: Column, row: number, value: Value): void {
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
      column.values[row] = BigInt(value as bigint | number)
      return
    case 'i128':
      for (let word = 0; word < 4; word++) {
        column.words[row * 4 + word] = Number(BigInt.asIntN(32, (value as bigint) >> BigInt(32 * word)))
      }
      return
    case 'bytes': {
      const bytes = typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array)
      const address = memory.take(bytes.length)
      memory.u8.set(bytes, address)
      column.starts[row] = address
      column.lengths[row] = bytes.length
    }
  }
}

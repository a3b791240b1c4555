/**
 * Rows of columns in as few bytes as they need, one piece of memory for all columns: for the many that are to become a file of
 * columns each, and of which most stay small. Builders of pages and dictionaries take kilobytes for each column, however few its
 * values are.
 *
 * Rows lie group by group as they came, column by column in each: a byte for each row that says whether it has a value (0: NULL),
 * then the values that there are, numbers with the lowest byte first; for bytes all their lengths, in 4 bytes each, then all their bytes.
 */
import { columnKindOf, newColumn } from '../engine/column.ts'
import type { Column, ColumnKind } from '../engine/column.ts'
import type { OutputColumn } from '../engine/ports.ts'
import type { Selection } from '../engine/selection.ts'
import type { ColumnsView } from './ports.ts'

/** Memory is first taken for about this many bytes. */
const firstBytes = 256
/** Longer byte strings are copied by native means, of which a call costs as much as copying so many bytes here. */
const nativeBytesMin = 64

const valueBytes: Readonly<Record<ColumnKind, number>> = { bool: 1, i32: 4, i64: 8, i128: 16, f64: 8, bytes: 4 }

export class HeldRows {
  count = 0
  private readonly kinds: readonly ColumnKind[]
  /** How many rows each group has. */
  private groups: number[] = []
  private bytes = Buffer.alloc(0)
  private view = new DataView(this.bytes.buffer)
  private length = 0

  constructor(columns: readonly OutputColumn[]) {
    this.kinds = columns.map(({ type }) => columnKindOf(type))
  }

  /** Memory that is held. */
  get bufferedBytes(): number {
    return this.bytes.length + 8 * this.groups.length
  }

  add({ columns, memory }: ColumnsView, { rows, count }: Selection): void {
    if (count === 0) return
    columns.forEach((column) => this.addColumn(column, memory.u8, rows, count))
    this.groups.push(count)
    this.count += count
  }

  /** All rows; valid until the next `add`. */
  columns(): ColumnsView {
    const columns = this.kinds.map((kind) => newColumn(kind, this.count))
    let at = 0
    let first = 0
    for (const count of this.groups) {
      for (const column of columns) at = this.readColumn(column, at, first, first + count)
      first += count
    }
    return { columns, memory: { bytes: this.bytes, u8: this.bytes } }
  }

  private addColumn(column: Column, source: Uint8Array, rows: Int32Array, count: number): void {
    this.ensure(count * (1 + valueBytes[column.kind]))
    const { bytes } = this
    const validAt = this.length
    for (let k = 0; k < count; k++) bytes[validAt + k] = column.valid[rows[k]]
    this.length = validAt + count
    for (let k = 0; k < count; k++) if (bytes[validAt + k] !== 0) this.putValue(column, rows[k])
    if (column.kind !== 'bytes') return
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (column.valid[row] !== 0) this.putBytes(source, column.starts[row], column.lengths[row])
    }
  }

  /** Of bytes their length. */
  private putValue(column: Column, row: number): void {
    const { view, length: at } = this
    switch (column.kind) {
      case 'bool':
        view.setUint8(at, column.values[row])
        break
      case 'i32':
        view.setInt32(at, column.values[row], true)
        break
      case 'i64':
        view.setInt32(at, column.words[2 * row], true)
        view.setInt32(at + 4, column.words[2 * row + 1], true)
        break
      case 'i128':
        for (let word = 0; word < 4; word++) view.setInt32(at + 4 * word, column.words[4 * row + word], true)
        break
      case 'f64':
        view.setFloat64(at, column.values[row], true)
        break
      case 'bytes':
        view.setUint32(at, column.lengths[row], true)
        break
    }
    this.length = at + valueBytes[column.kind]
  }

  private putBytes(source: Uint8Array, start: number, length: number): void {
    this.ensure(length)
    const { bytes, length: at } = this
    if (length < nativeBytesMin) for (let i = 0; i < length; i++) bytes[at + i] = source[start + i]
    else bytes.set(source.subarray(start, start + length), at)
    this.length = at + length
  }

  /** The values of a group, for the rows from `first` on. Returns where they end. */
  private readColumn(column: Column, at: number, first: number, end: number): number {
    column.valid.set(this.bytes.subarray(at, at + end - first), first)
    at += end - first
    for (let row = first; row < end; row++) {
      if (column.valid[row] === 0) continue
      this.readValue(column, row, at)
      at += valueBytes[column.kind]
    }
    if (column.kind !== 'bytes') return at
    for (let row = first; row < end; row++) {
      if (column.valid[row] === 0) continue
      column.starts[row] = at
      at += column.lengths[row]
    }
    return at
  }

  private readValue(column: Column, row: number, at: number): void {
    const { view } = this
    switch (column.kind) {
      case 'bool':
        column.values[row] = view.getUint8(at)
        return
      case 'i32':
        column.values[row] = view.getInt32(at, true)
        return
      case 'i64':
        column.words[2 * row] = view.getInt32(at, true)
        column.words[2 * row + 1] = view.getInt32(at + 4, true)
        return
      case 'i128':
        for (let word = 0; word < 4; word++) column.words[4 * row + word] = view.getInt32(at + 4 * word, true)
        return
      case 'f64':
        column.values[row] = view.getFloat64(at, true)
        return
      case 'bytes':
        column.lengths[row] = view.getUint32(at, true)
    }
  }

  private ensure(more: number): void {
    const needed = this.length + more
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2, firstBytes))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }
}

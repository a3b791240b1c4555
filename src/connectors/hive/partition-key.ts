/** The values of a row's partition columns as bytes, to tell partitions apart without making text of every row. */
import { TextDecoder } from 'node:util'
import type { Column } from '../../engine/column.ts'
import type { Memory } from '../../engine/memory.ts'
import type { RowView } from '../../engine/ports.ts'
import type { LogicalType } from '../../types/logical.ts'
import { Failure } from '../../types/value.ts'
import { dateBytesMax, writeDate } from '../../formats/text/temporal.ts'
import { componentBytesMax, componentTooLong, partitionComponent } from './partition-path.ts'

/** A partition column: its name, type and place among the sink's columns. */
export interface PartitionColumn {
  readonly name: string
  readonly type: LogicalType
  readonly index: number
}

const absent = 0
const present = 1
/** Tag and the longest fixed value, or tag and length of a text. */
const headBytesMax = 9

/** Writes keys into one buffer, used again for each row. */
export class PartitionKeys {
  private readonly columns: readonly PartitionColumn[]
  readonly bytes: Buffer
  length = 0

  constructor(columns: readonly PartitionColumn[]) {
    this.columns = columns
    this.bytes = Buffer.alloc(columns.length * (headBytesMax + componentBytesMax))
  }

  /** Writes the row's key. Returns the column whose text is too long for any folder, else null. */
  write(view: RowView, row: number): PartitionColumn | null {
    this.length = 0
    for (const column of this.columns) {
      if (!this.writeValue(view.columns[column.index], row, view.memory)) return column
    }
    return null
  }

  /** FNV-1a (Fowler, Noll, Vo) of the key at hand, 32 bits. */
  hash(): number {
    let hash = 0x811c9dc5
    for (let at = 0; at < this.length; at++) hash = Math.imul(hash ^ this.bytes[at], 0x01000193)
    return hash >>> 0
  }

  equals(key: Buffer): boolean {
    if (key.length !== this.length) return false
    for (let at = 0; at < key.length; at++) if (key[at] !== this.bytes[at]) return false
    return true
  }

  /** A copy of the key at hand. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length))
  }

  private writeValue(column: Column, row: number, memory: Memory): boolean {
    const isEmpty = column.valid[row] === 0 || (column.kind === 'bytes' && column.lengths[row] === 0)
    this.bytes[this.length++] = isEmpty ? absent : present
    if (isEmpty) return true
    switch (column.kind) {
      case 'bool':
        this.bytes[this.length++] = column.values[row]
        return true
      case 'i32':
        this.length = this.bytes.writeInt32LE(column.values[row], this.length)
        return true
      case 'i64':
        this.length = this.bytes.writeInt32LE(column.words[2 * row], this.length)
        this.length = this.bytes.writeInt32LE(column.words[2 * row + 1], this.length)
        return true
      case 'bytes':
        return this.writeText(memory, column.starts[row], column.lengths[row])
      case 'i128':
      case 'f64':
        throw new Error(`a ${column.kind} column cannot be partitioned by`)
    }
  }

  private writeText(memory: Memory, start: number, bytes: number): boolean {
    if (bytes > componentBytesMax) return false
    this.length = this.bytes.writeInt32LE(bytes, this.length)
    this.bytes.set(memory.u8.subarray(start, start + bytes), this.length)
    this.length += bytes
    return true
  }
}

/** The folder of the row's partition, `a=1/b=2`, or why there can be none. */
export function partitionFolder(columns: readonly PartitionColumn[], view: RowView, row: number): string | Failure {
  const components: string[] = []
  for (const { name, type, index } of columns) {
    const value = valueText(name, type, view, view.columns[index], row)
    const component = value instanceof Failure ? value : partitionComponent(name, value)
    if (component instanceof Failure) return component
    components.push(component)
  }
  return components.join('/')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function valueText(
  name: string,
  type: LogicalType,
  { memory }: RowView,
  column: Column,
  row: number,
): string | null | Failure {
  if (column.valid[row] === 0) return null
  switch (column.kind) {
    case 'bool':
      return column.values[row] === 1 ? 'true' : 'false'
    case 'i32':
      return type.kind === 'DATE' ? dateText(column.values[row]) : String(column.values[row])
    case 'i64':
      return String(column.values[row])
    case 'bytes':
      if (column.lengths[row] > componentBytesMax) return componentTooLong(name, column.lengths[row])
      return decode(name, memory.u8.subarray(column.starts[row], column.starts[row] + column.lengths[row]))
    case 'i128':
    case 'f64':
      throw new Error(`${name}: a ${type.kind} column cannot be partitioned by`)
  }
}

/** Text that is no UTF-8 may be that of a lone surrogate: the message says so. */
function decode(name: string, bytes: Uint8Array): string | Failure {
  try {
    return utf8.decode(bytes)
  } catch {
    return new Failure(
      `${name}: a lone surrogate, or other text that is no UTF-8, cannot stand in the name of a folder`,
    )
  }
}

function dateText(days: number): string {
  const text = Buffer.alloc(dateBytesMax)
  return text.toString('latin1', 0, writeDate(text, 0, days))
}

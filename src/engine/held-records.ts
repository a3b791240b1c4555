/**
 * Records of several batches that are processed together, so that each of many tables has enough of them at a time. What a table
 * keeps is copied to where the rest of its records are: read one after the other, and not from all over the memory.
 */
import type { KeptRecords } from './filter-records.ts'
import type { Memory } from './memory.ts'
import type { Part, Records } from './records.ts'

/** Of a table's room, as much as there is memory for. */
const blockBytesMost = 16_384
/** With less, tables are too many for the memory. */
const blockBytesLeast = 1_024
/** A copy may write so far beyond its end. */
const slackBytes = 64

export class HeldRecords implements Records {
  readonly parts: Part[] = []
  from = 0
  to = 0
  starts = new Uint32Array(4_096)
  lengths = new Uint32Array(4_096)
  timestamps = new Float64Array(4_096)

  private readonly memory: Memory
  private readonly bytesMax: number
  private readonly blockBytes: number
  /** By table: how many of its records have been copied, and where in its block there is room. */
  private readonly gathered: Int32Array
  private readonly blockAt: Int32Array
  private readonly blockEnd: Int32Array
  /** The room for copies, where it is free, and its end; 0: there is none. */
  private room = 0
  private roomAt = 0
  private roomEnd = 0

  /** Copies take at most `bytesMax` of the arena. */
  constructor(memory: Memory, tables: number, bytesMax: number) {
    this.memory = memory
    this.bytesMax = bytesMax
    this.blockBytes = Math.min(blockBytesMost, Math.floor(bytesMax / 4 / Math.max(tables, 1)))
    this.gathered = new Int32Array(tables)
    this.blockAt = new Int32Array(tables)
    this.blockEnd = new Int32Array(tables)
  }

  get isEmpty(): boolean {
    return this.parts.length === 0
  }

  /** The number of a record that is added next; where none is held, that of its index in its batch. */
  numberFor(index: number): number {
    return this.isEmpty ? index : this.to
  }

  /** Takes room for copies, if records of so many bytes fit into it. The arena is taken back after `clear`. */
  makeRoomFor(bytes: number): boolean {
    if (this.blockBytes < blockBytesLeast || this.needed(bytes) > this.bytesMax) return false
    this.room = this.memory.take(this.bytesMax)
    this.roomAt = this.room
    this.roomEnd = this.room + this.bytesMax
    return true
  }

  hasRoomFor(bytes: number): boolean {
    return this.room !== 0 && this.roomAt + this.needed(bytes) <= this.roomEnd
  }

  /** At most: each table begins a block, and of two that follow each other at least one is full. */
  private needed(bytes: number): number {
    return bytes * 3 + this.gathered.length * (this.blockBytes + slackBytes)
  }

  /** Records numbered from `numberFor` on. */
  add(records: Records): void {
    if (this.isEmpty) this.from = records.from
    const at = records.from - this.from
    this.grow(records.to - this.from)
    this.starts.set(records.starts, at)
    this.lengths.set(records.lengths, at)
    this.timestamps.set(records.timestamps, at)
    this.parts.push(...records.parts)
    this.to = records.to
  }

  /** Copies what tables have kept of the records added last; afterwards nobody needs those where they were. */
  gather(kept: readonly KeptRecords[]): void {
    kept.forEach(({ records, count }, table) => {
      for (let k = this.gathered[table]; k < count; k++) this.gatherOne(table, records[k] - this.from)
      this.gathered[table] = count
    })
  }

  private gatherOne(table: number, index: number): void {
    const start = this.starts[index]
    // Another table has kept it, too.
    if (start >= this.room && start < this.roomEnd) return
    const length = this.lengths[index]
    if (this.blockAt[table] + length + slackBytes > this.blockEnd[table]) {
      const bytes = Math.max(this.blockBytes, length + slackBytes)
      this.blockAt[table] = this.roomAt
      this.blockEnd[table] = this.roomAt += bytes
    }
    const address = this.blockAt[table]
    this.memory.kernels.copyText(start, length, address)
    this.starts[index] = address
    this.blockAt[table] = address + length + 1
  }

  clear(): void {
    this.parts.length = 0
    this.from = 0
    this.to = 0
    this.room = 0
    this.gathered.fill(0)
    this.blockAt.fill(0)
    this.blockEnd.fill(0)
  }

  private grow(count: number): void {
    if (count <= this.starts.length) return
    const size = Math.max(count, this.starts.length * 2)
    const { starts, lengths, timestamps } = this
    this.starts = new Uint32Array(size)
    this.lengths = new Uint32Array(size)
    this.timestamps = new Float64Array(size)
    this.starts.set(starts)
    this.lengths.set(lengths)
    this.timestamps.set(timestamps)
  }
}

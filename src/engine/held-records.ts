/** Records of several batches that are processed together, so that each of many tables has enough of them at a time. */
import type { Part, Records } from './records.ts'

export class HeldRecords implements Records {
  readonly parts: Part[] = []
  from = 0
  to = 0
  starts = new Uint32Array(4_096)
  lengths = new Uint32Array(4_096)
  timestamps = new Float64Array(4_096)

  get isEmpty(): boolean {
    return this.parts.length === 0
  }

  /** The number of a record that is added next; where none is held, that of its index in its batch. */
  numberFor(index: number): number {
    return this.isEmpty ? index : this.to
  }

  /** Records numbered from `numberFor` on. */
  add(records: Records): void {
    if (this.isEmpty) this.from = records.from
    const at = records.from - this.from
    this.makeRoom(records.to - this.from)
    this.starts.set(records.starts, at)
    this.lengths.set(records.lengths, at)
    this.timestamps.set(records.timestamps, at)
    this.parts.push(...records.parts)
    this.to = records.to
  }

  clear(): void {
    this.parts.length = 0
    this.from = 0
    this.to = 0
  }

  private makeRoom(count: number): void {
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

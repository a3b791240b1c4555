/** Records of several batches that are processed together, so that each of many tables has enough of them at a time. */
import type { Memory } from './memory.ts'
import type { Part, Records } from './records.ts'

/** Of a processor's cache; only speed depends on it. */
const cacheLineBytes = 64

export class HeldRecords implements Records {
  readonly parts: Part[] = []
  from = 0
  to = 0
  starts = new Uint32Array(4_096)
  lengths = new Uint32Array(4_096)
  timestamps = new Float64Array(4_096)
  /** What they take of the memory. */
  bytes = 0
  /** Of what `bringNear` read: without a use, the reads would be optimised away. */
  sum = 0

  get isEmpty(): boolean {
    return this.parts.length === 0
  }

  get count(): number {
    return this.to - this.from
  }

  /** The number of a record that is added next; where none is held, that of its index in its batch. */
  numberFor(index: number): number {
    return this.isEmpty ? index : this.to
  }

  /** Records numbered from `numberFor` on, which take so many bytes. */
  add(records: Records, bytes: number): void {
    if (this.isEmpty) this.from = records.from
    const at = records.from - this.from
    this.grow(records.to - this.from)
    this.starts.set(records.starts, at)
    this.lengths.set(records.lengths, at)
    this.timestamps.set(records.timestamps, at)
    this.parts.push(...records.parts)
    this.to = records.to
    this.bytes += bytes
  }

  /**
   * Has the processor fetch the texts of records `list[from .. to)` into its caches. A table's records lie far apart: read here,
   * many of them are on their way at a time, while stages would wait for one after the other.
   */
  bringNear({ u8 }: Memory, list: Int32Array, from: number, to: number): void {
    const { starts, lengths } = this
    let sum = 0
    for (let k = from; k < to; k++) {
      const index = list[k] - this.from
      const end = starts[index] + lengths[index]
      for (let at = starts[index]; at < end; at += cacheLineBytes) sum += u8[at]
    }
    this.sum = sum | 0
  }

  clear(): void {
    this.parts.length = 0
    this.from = 0
    this.to = 0
    this.bytes = 0
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

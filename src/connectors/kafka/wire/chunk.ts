/** Records being gathered into one of the engine's batches: all of them lie in one buffer. */
import { absent, type RecordBatch, type RecordHeader } from '../../../engine/batch.ts'

export interface ChunkLimits {
  readonly recordsMax: number
  /** A chunk ends with the record that goes beyond. */
  readonly bytesMax: number
  /** Of longer records only a beginning of `prefixBytes` is kept. */
  readonly recordBytesMax: number
  readonly prefixBytes: number
}

export class Chunk {
  readonly source: Buffer
  /** Where in `source` this chunk begins: its slices count from here. */
  readonly base: number
  readonly recordsMax: number
  /** Where in `source` it is full. */
  readonly fullAt: number
  count = 0
  end: number
  /** No record may follow, since the last one was cut. */
  private isClosed = false
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly offsets: Float64Array
  readonly timestamps: Float64Array
  keyStarts: Uint32Array | null = null
  keyEnds: Uint32Array | null = null
  private headers: (readonly RecordHeader[])[] | null = null
  private readonly oversized = new Map<number, number>()

  constructor(source: Buffer, base: number, recordsMax: number, bytesMax: number) {
    this.source = source
    this.base = base
    this.end = base
    this.recordsMax = recordsMax
    this.fullAt = base + bytesMax
    this.starts = new Uint32Array(recordsMax)
    this.ends = new Uint32Array(recordsMax)
    this.offsets = new Float64Array(recordsMax)
    this.timestamps = new Float64Array(recordsMax)
  }

  get isFull(): boolean {
    return this.isClosed || this.count === this.recordsMax || this.end >= this.fullAt
  }

  /** Of the record that is being added; room for keys is made with the first of them. */
  addKey(start: number, end: number): void {
    if (this.keyStarts === null || this.keyEnds === null) {
      this.keyStarts = new Uint32Array(this.recordsMax).fill(absent)
      this.keyEnds = new Uint32Array(this.recordsMax).fill(absent)
    }
    this.keyStarts[this.count] = start - this.base
    this.keyEnds[this.count] = end - this.base
  }

  addHeaders(headers: readonly RecordHeader[]): void {
    this.headers ??= []
    while (this.headers.length < this.count) this.headers.push([])
    this.headers.push(headers)
  }

  /** The record that is being added has this many bytes and keeps only a beginning: the chunk ends with it. */
  cut(bytes: number, keptBytes: number): void {
    this.oversized.set(this.count, bytes)
    this.ends[this.count] = this.starts[this.count] + keptBytes
    this.end = this.base + this.ends[this.count]
    this.isClosed = true
  }

  /** `nextOffset`: where to read on behind it; without, behind its last record. */
  batch(topic: string, partition: number, nextOffset = this.offsets[this.count - 1] + 1): RecordBatch {
    const { count, headers } = this
    while (headers !== null && headers.length < count) headers.push([])
    return {
      topic,
      partition,
      file: null,
      count,
      bytes: this.source.subarray(this.base, this.end),
      starts: this.starts.subarray(0, count),
      ends: this.ends.subarray(0, count),
      offsets: this.offsets.subarray(0, count),
      timestamps: this.timestamps.subarray(0, count),
      lines: null,
      keys:
        this.keyStarts === null || this.keyEnds === null
          ? null
          : { starts: this.keyStarts.subarray(0, count), ends: this.keyEnds.subarray(0, count) },
      headers,
      oversized: this.oversized,
      next: { topic, partition, offset: nextOffset },
    }
  }
}

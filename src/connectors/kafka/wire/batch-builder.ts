/**
 * Records -> one record batch. Each record is written where it stays, straight from the bytes that an encoder or a source
 * left: no object and no second copy per record (a compressed batch is copied by the compression).
 */
import { absent } from '../../../engine/batch.ts'
import { BufferPool } from './buffer-pool.ts'
import { codecNumber, compress, type Codec } from './codecs.ts'
import { batchField, batchHeaderBytes, writeLong } from './layout.ts'
import type { EncodedBatch } from './ports.ts'
import { varintSize, writeVarint } from './varint.ts'

/** A piece of `bytes`; `start` = absent: null. */
export interface Slice {
  bytes: Buffer
  start: number
  end: number
}

/** What a record takes at most besides its key, value and headers. */
export const recordOverheadBytesMax = 32

export class BatchBuilder {
  private readonly codec: Codec
  private readonly pool: BufferPool
  private buffer: Buffer | null = null
  private length: number = batchHeaderBytes
  private records = 0
  private baseTimestamp = 0
  private maxTimestamp = 0

  constructor(codec: Codec, pool: BufferPool = new BufferPool()) {
    this.codec = codec
    this.pool = pool
  }

  get count(): number {
    return this.records
  }

  /** Of the batch before compression, header included. */
  get bytes(): number {
    return this.length
  }

  /** A timestamp is in milliseconds since the epoch. `headers`: what `encodeHeaders` gave, or null. */
  append(key: Slice | null, value: Slice, timestamp: number, headers: Buffer | null = null): void {
    const keyLength = key === null || key.start === absent ? -1 : key.end - key.start
    const valueLength = value.start === absent ? -1 : value.end - value.start
    if (this.records === 0) this.baseTimestamp = this.maxTimestamp = timestamp
    else if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp
    const after = timestamp - this.baseTimestamp
    const payload = Math.max(keyLength, 0) + Math.max(valueLength, 0) + (headers?.length ?? 1)
    const size =
      1 + varintSize(after) + varintSize(this.records) + varintSize(keyLength) + varintSize(valueLength) + payload

    const out = this.room(payload + recordOverheadBytesMax)
    let at = writeVarint(out, this.length, size)
    out[at++] = 0
    at = writeVarint(out, at, after)
    at = writeVarint(out, at, this.records)
    at = writeVarint(out, at, keyLength)
    if (key !== null && keyLength > 0) at += key.bytes.copy(out, at, key.start, key.end)
    at = writeVarint(out, at, valueLength)
    if (valueLength > 0) at += value.bytes.copy(out, at, value.start, value.end)
    if (headers === null) out[at++] = 0
    else at += headers.copy(out, at)
    this.length = at
    this.records++
  }

  /** The batch of what was appended, at least one record; the builder is empty again. */
  finish(): EncodedBatch {
    const raw = this.room(0)
    const records = raw.subarray(batchHeaderBytes, this.length)
    const compressed = compress(this.codec, records)
    // What does not become smaller stays as it is: a batch is never larger than what was appended.
    const isSmaller = compressed.length < records.length
    const packed = isSmaller ? compressed : records
    const length = batchHeaderBytes + packed.length
    const out = packed === records ? raw : this.pool.take(length)
    if (packed !== records) packed.copy(out, batchHeaderBytes)
    this.writeHeader(out, length, isSmaller ? this.codec : 'none')
    const count = this.records
    const { pool } = this
    if (out === raw) this.buffer = null
    this.length = batchHeaderBytes
    this.records = 0
    return { bytes: out.subarray(0, length), count, release: () => pool.give(out) }
  }

  /** Forgets what was appended. */
  discard(): void {
    if (this.buffer !== null) this.pool.give(this.buffer)
    this.buffer = null
    this.length = batchHeaderBytes
    this.records = 0
  }

  private writeHeader(out: Buffer, length: number, codec: Codec): void {
    writeLong(out, batchField.baseOffset, 0)
    out.writeInt32BE(length - batchField.leaderEpoch, batchField.length)
    out.writeInt32BE(-1, batchField.leaderEpoch)
    out[batchField.magic] = 2
    out.writeInt16BE(codecNumber(codec), batchField.attributes)
    out.writeInt32BE(this.records - 1, batchField.lastOffsetDelta)
    writeLong(out, batchField.baseTimestamp, this.baseTimestamp)
    writeLong(out, batchField.maxTimestamp, this.maxTimestamp)
    out.writeInt32BE(this.records, batchField.count)
  }

  private room(more: number): Buffer {
    const { buffer } = this
    if (buffer !== null && this.length + more <= buffer.length) return buffer
    const larger = this.pool.take(Math.max(this.length + more, buffer === null ? 0 : buffer.length * 2))
    if (buffer !== null) {
      buffer.copy(larger, 0, 0, this.length)
      this.pool.give(buffer)
    }
    this.buffer = larger
    return larger
  }
}

export interface OutgoingHeader {
  readonly name: string
  readonly value: Uint8Array | null
}

/** A record's headers as they stand in it: the number of them, then names and values. */
export function encodeHeaders(headers: readonly OutgoingHeader[]): Buffer {
  const names = headers.map(({ name }) => Buffer.from(name))
  const bytes = headers.reduce((sum, { value }, index) => sum + names[index].length + (value?.length ?? 0) + 10, 5)
  const out = Buffer.allocUnsafe(bytes)
  let at = writeVarint(out, 0, headers.length)
  headers.forEach(({ value }, index) => {
    at = writeVarint(out, at, names[index].length)
    at += names[index].copy(out, at)
    at = writeVarint(out, at, value === null ? -1 : value.length)
    if (value !== null) out.set(value, at)
    at += value?.length ?? 0
  })
  return out.subarray(0, at)
}

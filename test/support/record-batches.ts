/** Kafka's record batches for tests: written by the builder, read back as plain records. */
import { absent, type RecordBatch, type RecordHeader } from '../../src/engine/batch.ts'
import { BatchBuilder, encodeHeaders } from '../../src/connectors/kafka/wire/batch-builder.ts'
import type { Codec } from '../../src/connectors/kafka/wire/codecs.ts'
import { writeLong } from '../../src/connectors/kafka/wire/layout.ts'
import { endOfWholeBatches, readPartition, type ReadLimits } from '../../src/connectors/kafka/wire/partition-reader.ts'
import { Lease } from '../../src/connectors/kafka/wire/lease.ts'
import type { AbortedTransaction, EncodedBatch, FetchedPartition } from '../../src/connectors/kafka/wire/ports.ts'
import { stampBatch } from '../../src/connectors/kafka/wire/stamp.ts'

export interface PlainRecord {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestamp: number
  readonly headers: readonly RecordHeader[]
}

export interface ReadRecord extends PlainRecord {
  readonly offset: number
}

export const generousLimits: ReadLimits = {
  recordsMax: 4_096,
  bytesMax: 1 << 20,
  recordBytesMax: 1 << 20,
  prefixBytes: 1 << 10,
  unpackedBytesMax: 64 << 20,
}

export interface Message {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestamp: number
  readonly headers?: readonly RecordHeader[]
}

/** As a sender takes it. */
export function encodedBatch(records: readonly Message[], codec: Codec = 'none'): EncodedBatch {
  const builder = new BatchBuilder(codec)
  for (const { key, value, timestamp, headers } of records) {
    const encoded = headers === undefined ? null : encodeHeaders(headers)
    builder.append(key === null ? null : sliceOf(key), sliceOf(value), timestamp, encoded)
  }
  return builder.finish()
}

/** Whole messages of a batch as a sender was given it. */
export function valuesOf({ bytes }: EncodedBatch): readonly string[] {
  stampBatch(bytes, { producerId: -1n, epoch: -1 }, -1, false)
  return readAll(fetchedPartition(bytes)).map(({ value }) => String(value))
}

export function batchOf(records: readonly PlainRecord[], codec: Codec, baseOffset = 0): Buffer {
  const { bytes } = encodedBatch(records, codec)
  writeLong(bytes, 0, baseOffset)
  stampBatch(bytes, { producerId: -1n, epoch: -1 }, -1, false)
  return bytes
}

/** Somewhere inside other bytes, as a row encoder leaves it. */
function sliceOf(piece: Buffer | null): { bytes: Buffer; start: number; end: number } {
  if (piece === null) return { bytes: Buffer.alloc(0), start: absent, end: absent }
  return { bytes: Buffer.concat([Buffer.from('??'), piece, Buffer.from('!')]), start: 2, end: 2 + piece.length }
}

export function fetchedPartition(
  bytes: Buffer,
  fetchOffset = 0,
  aborted: readonly AbortedTransaction[] | null = null,
): FetchedPartition {
  const nextOffset = endOfWholeBatches(bytes, fetchOffset)
  const lease = new Lease(() => {})
  lease.hold()
  return { topic: 'game.raw', partition: 3, fetchOffset, nextOffset, highWatermark: nextOffset, bytes, lease, aborted }
}

export function readAll(fetched: FetchedPartition, limits: ReadLimits = generousLimits): readonly ReadRecord[] {
  return [...readPartition(fetched, limits)].flatMap(recordsOf)
}

export function recordsOf(batch: RecordBatch): readonly ReadRecord[] {
  const { bytes, starts, ends, keys } = batch
  return Array.from({ length: batch.count }, (_, index) => ({
    offset: batch.offsets[index],
    key: keys === null ? null : pieceOf(bytes, keys.starts[index], keys.ends[index]),
    value: pieceOf(bytes, starts[index], ends[index]),
    timestamp: batch.timestamps[index],
    headers: batch.headers?.[index] ?? [],
  }))
}

function pieceOf(bytes: Uint8Array, start: number, end: number): Buffer | null {
  return start === absent ? null : Buffer.from(bytes.subarray(start, end))
}

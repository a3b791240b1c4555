/** Generated records as a batch of Kafka's. */
import { absent } from '../../../src/engine/batch.ts'
import type { RecordBatch } from '../../../src/engine/batch.ts'
import type { GeneratedRecord } from './records.ts'

/** Partition 3 of `topic`; offsets from `offset` on. */
export function kafkaBatch(records: readonly GeneratedRecord[], offset: number): RecordBatch {
  const pieces: Buffer[] = []
  let size = 0
  const place = (piece: Buffer | null): readonly [number, number] => {
    if (piece === null) return [absent, absent]
    pieces.push(piece)
    size += piece.length
    return [size - piece.length, size]
  }
  const values = records.map(({ value }) => place(value))
  const keys = records.map(({ key }) => place(key))
  return {
    topic: 'topic',
    partition: 3,
    file: null,
    count: records.length,
    bytes: Buffer.concat(pieces),
    starts: Uint32Array.from(values, ([start]) => start),
    ends: Uint32Array.from(values, ([, end]) => end),
    offsets: Float64Array.from(records, (_, index) => offset + index),
    timestamps: Float64Array.from(records, ({ timestampMs }) => timestampMs),
    lines: null,
    keys: { starts: Uint32Array.from(keys, ([start]) => start), ends: Uint32Array.from(keys, ([, end]) => end) },
    headers: records.map(({ headers }) => headers),
    oversized: new Map(),
    next: { topic: 'topic', partition: 3, offset: offset + records.length },
  }
}

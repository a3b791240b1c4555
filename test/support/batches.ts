/** Record batches for tests: texts or bytes, null for a tombstone. */
import { absent } from '../../src/engine/batch.ts'
import type { RecordBatch } from '../../src/engine/batch.ts'

export type TestRecord = string | Uint8Array | null

export function batchOf(records: readonly TestRecord[], more: Partial<RecordBatch> = {}): RecordBatch {
  const parts = records.map((record) => (record === null ? null : Buffer.from(record as string)))
  const starts = new Uint32Array(records.length)
  const ends = new Uint32Array(records.length)
  let at = 0
  parts.forEach((part, index) => {
    starts[index] = part === null ? absent : at
    at += part?.length ?? 0
    ends[index] = at
    at += part === null ? 0 : 1
  })
  return {
    topic: 'topic',
    partition: 3,
    file: null,
    count: records.length,
    bytes: Buffer.concat(parts.filter((part) => part !== null).flatMap((part) => [part, Buffer.from('\n')])),
    starts,
    ends,
    offsets: Float64Array.from(records, (_, index) => 100 + index),
    timestamps: Float64Array.from(records, (_, index) => Date.UTC(2026, 10, 20, 10) + index),
    lines: null,
    keys: null,
    headers: null,
    oversized: new Map(),
    next: { topic: 'topic', partition: 3, offset: 100 + records.length },
    ...more,
  }
}

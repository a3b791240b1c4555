/** Batches as the records in them, for comparing. */
import type { RecordBatch } from '../../src/engine/batch.ts'

export interface ReadRecord {
  readonly topic: string
  /** Latin-1, so that every byte is a character. */
  readonly text: string
  readonly offset: number
  readonly line: number | null
  /** The true size of a record that was cut; null: it is whole. */
  readonly oversized: number | null
}

export function recordsOf(batch: RecordBatch): ReadRecord[] {
  return Array.from({ length: batch.count }, (_, index) => ({
    topic: batch.topic,
    text: Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index])).toString('latin1'),
    offset: batch.offsets[index],
    line: batch.lines === null ? null : batch.lines[index],
    oversized: batch.oversized.get(index) ?? null,
  }))
}

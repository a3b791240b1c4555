/** Records that are written in a TEST, as a batch such as the table's source would give. */
import type { RecordBatch } from '../engine/batch.ts'
import type { SourceNode } from '../plan/plan.ts'

/** What `METADATA FROM 'timestamp'` is in a TEST, and what dates without a year are near to: 2026-01-01T00:00:00Z. */
export const givenTimestampMs = Date.UTC(2026, 0, 1)

/** One record at offset 0 (line 1 of a file). The options' texts are taken as they are written. */
export function givenRecord(source: SourceNode, text: string): RecordBatch {
  const bytes = Buffer.from(text)
  const topic = source.options[source.connector === 'kafka' ? 'topic' : 'path']?.text ?? source.name
  return {
    topic,
    partition: 0,
    file: source.connector === 'file' ? { path: topic, name: topic.slice(topic.lastIndexOf('/') + 1) } : null,
    count: 1,
    bytes,
    starts: Uint32Array.of(0),
    ends: Uint32Array.of(bytes.length),
    offsets: Float64Array.of(0),
    timestamps: Float64Array.of(givenTimestampMs),
    lines: source.connector === 'file' ? Float64Array.of(1) : null,
    keys: null,
    headers: null,
    oversized: new Map(),
    next: { topic, partition: 0, offset: 1 },
  }
}

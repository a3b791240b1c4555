/** Records that are written in a TEST, as a batch such as the table's source would give. */
import type { RecordBatch, RecordHeader } from '../../engine/batch.ts'
import { absent } from '../../engine/batch.ts'
import type { GivenMetadata, TestCase } from '../../model/model.ts'
import type { SourceNode } from '../../plan/plan.ts'

/** What `METADATA FROM 'timestamp'` is where none is given, and what dates without a year are near to: 2026-01-01T00:00:00Z. */
export const givenTimestampMs = Date.UTC(2026, 0, 1)

/** One record; at offset 0 (line 1 of a file) unless said. The options' texts are taken as they are written. */
export function givenRecord(
  source: SourceNode,
  { given, metadata }: Pick<TestCase, 'given' | 'metadata'>,
): RecordBatch {
  const items = new Map(metadata.map(({ name, value }) => [name, value]))
  const text = (name: string): string | null => items.get(name)?.toString() ?? null
  const number = (name: string, otherwise: number): number => Number(items.get(name) ?? otherwise)
  const isFile = source.connector === 'file'
  const written = source.options[isFile ? 'path' : 'topic']?.text ?? source.name
  const topic = text('topic') ?? (isFile ? pathOf(written, text('file.path'), text('file.name')) : written)
  const value = Buffer.from(given)
  const key = Buffer.from(text('key') ?? '')
  const [partition, offset] = [number('partition', 0), number('offset', 0)]
  return {
    topic,
    partition,
    file: isFile ? { path: topic, name: text('file.name') ?? topic.slice(topic.lastIndexOf('/') + 1) } : null,
    count: 1,
    bytes: Buffer.concat([value, key]),
    starts: Uint32Array.of(0),
    ends: Uint32Array.of(value.length),
    offsets: Float64Array.of(offset),
    timestamps: Float64Array.of(number('timestamp', givenTimestampMs)),
    lines: isFile ? Float64Array.of(number('file.line', 1)) : null,
    keys: items.has('key')
      ? { starts: Uint32Array.of(value.length), ends: Uint32Array.of(value.length + key.length) }
      : { starts: Uint32Array.of(absent), ends: Uint32Array.of(absent) },
    headers: isFile ? null : [headersOf(metadata)],
    oversized: new Map(),
    next: { topic, partition, offset: offset + 1 },
  }
}

/** A name alone stands in the folder of the source's path. */
function pathOf(written: string, path: string | null, name: string | null): string {
  if (path !== null || name === null) return path ?? written
  return written.slice(0, written.lastIndexOf('/') + 1) + name
}

function headersOf(metadata: readonly GivenMetadata[]): readonly RecordHeader[] {
  return metadata
    .filter(isHeader)
    .map(({ name, value }) => ({ name: name.slice('headers.'.length), value: Buffer.from(value.toString()) }))
}

function isHeader({ name }: GivenMetadata): boolean {
  return name.startsWith('headers.')
}

/** What a fetch brought -> the engine's batches, with lines cut and encodings decoded where the source asks for it. */
import type { KafkaMessage } from 'kafkajs'
import { absent, type RecordBatch } from '../../../engine/batch.ts'
import { recordBatch, type MessageFormat } from '../record-batch.ts'
import { readPartition, type ReadLimits } from './partition-reader.ts'
import type { FetchedPartition } from './ports.ts'

const limits: ReadLimits = {
  recordsMax: 4_096,
  bytesMax: 1 << 20,
  // Cut, where a source's limit is lower, by `inFormat`.
  recordBytesMax: Infinity,
  prefixBytes: 0,
  // A batch that unpacks to more is refused: it would not fit into the memory of most machines.
  unpackedBytesMax: 512 << 20,
}

/** Whole messages as they came. Raises WireError with topic, partition and offset where the bytes are broken. */
export function* readRecordBatches(
  fetched: FetchedPartition,
  recordsMax: number = limits.recordsMax,
): Generator<RecordBatch> {
  for (const batch of readPartition(fetched, { ...limits, recordsMax })) {
    const offset = batch.offsets[batch.count - 1] + 1
    yield { ...batch, next: { ...batch.next, offset } }
  }
}

/** The batch itself in the usual case. Lines, other encodings and records that are too large go by a message for each record. */
export function inFormat(batch: RecordBatch, format: MessageFormat): RecordBatch {
  const isPlain = format.framing === 'whole' && format.encoding.name === 'utf-8'
  if (isPlain && !hasLonger(batch, format.recordBytesMax)) return batch
  const { topic, partition, next } = batch
  const messages = Array.from({ length: batch.count }, (_, index) => messageOf(batch, index))
  return recordBatch({ topic, partition, messages, nextOffset: next.offset }, format)
}

function hasLonger({ bytes, starts, ends }: RecordBatch, bytesMax: number): boolean {
  return bytes.length > bytesMax && ends.some((end, index) => end - starts[index] > bytesMax)
}

function messageOf(batch: RecordBatch, index: number): KafkaMessage {
  const { bytes, starts, ends, keys, offsets, timestamps } = batch
  const headers = Map.groupBy(batch.headers?.[index] ?? [], ({ name }) => name)
  return {
    key: keys === null ? null : piece(bytes, keys.starts[index], keys.ends[index]),
    value: piece(bytes, starts[index], ends[index]),
    timestamp: String(timestamps[index]),
    offset: String(offsets[index]),
    attributes: 0,
    headers: Object.fromEntries([...headers].map(([name, of]) => [name, of.map(({ value }) => Buffer.from(value))])),
  }
}

function piece(bytes: Uint8Array, start: number, end: number): Buffer | null {
  return start === absent ? null : Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
}

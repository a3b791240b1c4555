/** What a fetch brought -> the engine's batches, with lines cut and encodings decoded where the source asks for it. */
import type { KafkaMessage } from 'kafkajs'
import { absent, type RecordBatch } from '../../../engine/batch.ts'
import { recordBatch, type MessageFormat } from '../record-batch.ts'
import { readPartition, type ReadLimits } from './partition-reader.ts'
import type { FetchedPartition } from './ports.ts'

const batchRecordsMax = 4_096
const batchBytesMax = 1 << 20
/** Of a record that is larger than the limit, so much is kept. */
const prefixBytesMax = 1 << 20
/** A batch that unpacks to more is refused: it would not fit into the memory of most machines. */
const unpackedBytesMax = 512 << 20

/** Raises WireError with topic, partition and offset where the bytes are broken. */
export function* readRecordBatches(fetched: FetchedPartition, format: MessageFormat): Generator<RecordBatch> {
  const isPlain = format.framing === 'whole' && format.encoding.name === 'utf-8'
  const recordBytesMax = isPlain ? format.recordBytesMax : Infinity
  const limits: ReadLimits = {
    recordsMax: batchRecordsMax,
    bytesMax: batchBytesMax,
    recordBytesMax,
    prefixBytes: Math.min(prefixBytesMax, format.recordBytesMax),
    unpackedBytesMax,
  }
  for (const batch of readPartition(fetched, limits)) yield isPlain ? batch : reframed(batch, format)
}

/** Lines and other encodings go the slower way, by a message for each record. */
function reframed(batch: RecordBatch, format: MessageFormat): RecordBatch {
  const { topic, partition, next } = batch
  const messages = Array.from({ length: batch.count }, (_, index) => messageOf(batch, index))
  return recordBatch({ topic, partition, messages, nextOffset: next.offset }, format)
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

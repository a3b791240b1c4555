/** kafkajs's messages of one partition -> the engine's batch: values and keys in one piece of bytes. */
import type { IHeaders, KafkaMessage } from 'kafkajs'
import { absent, type RecordBatch, type RecordHeader } from '../../engine/batch.ts'

/** Of a record that is larger than the limit, so much is kept. */
const prefixBytesMax = 1 << 20

export interface FetchedMessages {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly KafkaMessage[]
  /** The offset to go on from; past the last message where markers or aborted records follow it. */
  readonly nextOffset: number
}

export function recordBatch(fetched: FetchedMessages, recordBytesMax: number): RecordBatch {
  const { messages, topic, partition } = fetched
  const count = messages.length
  const oversized = new Map<number, number>()
  const kept = (value: Buffer, index: number): Buffer => {
    if (value.length <= recordBytesMax) return value
    oversized.set(index, value.length)
    return value.subarray(0, Math.min(prefixBytesMax, recordBytesMax))
  }

  const values = messages.map((message, index) => (message.value === null ? null : kept(message.value, index)))
  const pieces = pack([...values, ...messages.map((message) => message.key)])
  const hasKeys = messages.some((message) => message.key !== null)
  const hasHeaders = messages.some((message) => Object.keys(message.headers ?? {}).length > 0)
  return {
    topic,
    partition,
    file: null,
    count,
    bytes: pieces.bytes,
    starts: pieces.starts.subarray(0, count),
    ends: pieces.ends.subarray(0, count),
    offsets: Float64Array.from(messages, (message) => Number(message.offset)),
    timestamps: Float64Array.from(messages, (message) => Number(message.timestamp)),
    lines: null,
    keys: hasKeys ? { starts: pieces.starts.subarray(count), ends: pieces.ends.subarray(count) } : null,
    headers: hasHeaders ? messages.map((message) => headersOf(message.headers)) : null,
    oversized,
    next: { topic, partition, offset: fetched.nextOffset },
  }
}

function pack(pieces: readonly (Buffer | null)[]): { bytes: Buffer; starts: Uint32Array; ends: Uint32Array } {
  const starts = new Uint32Array(pieces.length)
  const ends = new Uint32Array(pieces.length)
  let end = 0
  pieces.forEach((piece, index) => {
    starts[index] = piece === null ? absent : end
    end += piece?.length ?? 0
    ends[index] = piece === null ? absent : end
  })
  const bytes = Buffer.allocUnsafe(end)
  pieces.forEach((piece, index) => piece?.copy(bytes, starts[index]))
  return { bytes, starts, ends }
}

function headersOf(headers: IHeaders | undefined): readonly RecordHeader[] {
  return Object.entries(headers ?? {}).flatMap(([name, value]) =>
    [value ?? []].flat().map((item) => ({ name, value: typeof item === 'string' ? Buffer.from(item) : item })),
  )
}

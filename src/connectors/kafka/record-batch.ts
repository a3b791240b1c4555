/** kafkajs's messages of one partition -> the engine's batch: values and keys in one piece of bytes. */
import type { IHeaders, KafkaMessage } from 'kafkajs'
import { absent, type RecordBatch, type RecordHeader } from '../../engine/batch.ts'
import { Decoder } from '../text/decoder.ts'
import type { TextEncoding } from '../text/encoding.ts'
import { Newlines } from '../text/newlines.ts'

/** Of a record that is larger than the limit, so much is kept. */
const prefixBytesMax = 1 << 20

export interface FetchedMessages {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly KafkaMessage[]
  /** The offset to go on from; past the last message where markers or aborted records follow it. */
  readonly nextOffset: number
}

/** What becomes of a message's value. */
export interface MessageFormat {
  /** A message is one record, or each line of it is one. */
  readonly framing: 'whole' | 'line'
  readonly encoding: TextEncoding
  /** Of longer records only the beginning is kept. */
  readonly recordBytesMax: number
}

/** A record's value with the message that it is of. */
interface MessageRecord {
  readonly message: KafkaMessage
  readonly value: Buffer | null
}

/** All records of a message have its offset, timestamp, key and headers, and are in one batch. */
export function recordBatch(fetched: FetchedMessages, format: MessageFormat): RecordBatch {
  const { topic, partition } = fetched
  const records = recordsOf(fetched.messages, format)
  const count = records.length
  const oversized = new Map<number, number>()
  const originals = new Map<number, Uint8Array>()
  const decoder = new Decoder(format.encoding)
  const prefixBytes = Math.min(prefixBytesMax, format.recordBytesMax)
  const textOf = (value: Buffer, index: number): Uint8Array => {
    const isCut = value.length > format.recordBytesMax
    if (isCut) oversized.set(index, value.length)
    const kept = isCut ? value.subarray(0, prefixBytes) : value
    if (format.encoding.name === 'utf-8') return kept
    const decoded = decoder.decode(kept)
    if (decoded !== null) return decoded
    // Where a record was cut, half a character at its end is no fault of it.
    if (!isCut) originals.set(index, kept)
    return Buffer.from(decoder.text(kept))
  }

  const values = records.map(({ value }, index) => (value === null ? null : textOf(value, index)))
  const pieces = pack([...values, ...records.map(({ message }) => message.key)])
  const hasKeys = records.some(({ message }) => message.key !== null)
  const hasHeaders = records.some(({ message }) => Object.keys(message.headers ?? {}).length > 0)
  return {
    topic,
    partition,
    file: null,
    count,
    bytes: pieces.bytes,
    starts: pieces.starts.subarray(0, count),
    ends: pieces.ends.subarray(0, count),
    offsets: Float64Array.from(records, ({ message }) => Number(message.offset)),
    timestamps: Float64Array.from(records, ({ message }) => Number(message.timestamp)),
    lines: null,
    keys: hasKeys ? { starts: pieces.starts.subarray(count), ends: pieces.ends.subarray(count) } : null,
    headers: hasHeaders ? records.map(({ message }) => headersOf(message.headers)) : null,
    oversized,
    undecodable: originals.size === 0 ? null : { encoding: format.encoding.name, originals },
    next: { topic, partition, offset: fetched.nextOffset },
  }
}

function recordsOf(messages: readonly KafkaMessage[], { framing, encoding }: MessageFormat): readonly MessageRecord[] {
  if (framing === 'whole') return messages.map((message) => ({ message, value: message.value }))
  const newlines = new Newlines(encoding)
  return messages.flatMap((message) => linesOf(message.value, newlines).map((value) => ({ message, value })))
}

/** An empty message is one empty record, and a tombstone stays one: every message is accounted for. */
function linesOf(value: Buffer | null, newlines: Newlines): readonly (Buffer | null)[] {
  if (value === null || value.length === 0) return [value]
  const lines: Buffer[] = []
  for (let start = 0; start < value.length;) {
    const found = newlines.behindNext(value, start)
    const end = found < 0 ? value.length : found
    lines.push(value.subarray(start, newlines.contentEnd(value, start, end)))
    start = end
  }
  return lines
}

function pack(pieces: readonly (Uint8Array | null)[]): { bytes: Buffer; starts: Uint32Array; ends: Uint32Array } {
  const starts = new Uint32Array(pieces.length)
  const ends = new Uint32Array(pieces.length)
  let end = 0
  pieces.forEach((piece, index) => {
    starts[index] = piece === null ? absent : end
    end += piece?.length ?? 0
    ends[index] = piece === null ? absent : end
  })
  const bytes = Buffer.allocUnsafe(end)
  pieces.forEach((piece, index) => {
    if (piece !== null) bytes.set(piece, starts[index])
  })
  return { bytes, starts, ends }
}

/** kafkajs finds something before the first header of a name such as `constructor` or `__proto__`: what every object has. */
function headersOf(headers: IHeaders | undefined): readonly RecordHeader[] {
  return Object.entries(headers ?? {}).flatMap(([name, value]) =>
    [value ?? []]
      .flat()
      .filter((item) => typeof item === 'string' || Buffer.isBuffer(item))
      .map((item) => ({ name, value: typeof item === 'string' ? Buffer.from(item) : item })),
  )
}

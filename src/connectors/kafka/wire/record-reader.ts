/** The records of one batch, uncompressed: walked along their lengths, their places noted in a chunk. No object per record. */
import { absent, type RecordHeader } from '../../../engine/batch.ts'
import type { Chunk, ChunkLimits } from './chunk.ts'
import { Varints } from './varint.ts'

/** The records of a batch that are still to be read. */
export interface RecordSection {
  readonly bytes: Buffer
  at: number
  readonly end: number
  remaining: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly baseTimestamp: number
  /** The time of all of them; null: each has its own. */
  readonly appendedAt: number | null
  /** What was asked for: earlier records are passed over. */
  readonly fetchOffset: number
}

/** A record has at least its length, attributes, timestamp, offset, key length, value length and number of headers. */
export const recordBytesMin = 7

/**
 * Reads on until the section is at its end or the chunk is full. Raises an Error where the bytes are not in the format; the
 * chunk then has the records before it.
 */
export function readRecords(section: RecordSection, chunk: Chunk, limits: ChunkLimits): void {
  const { bytes, end, baseOffset, lastOffset, baseTimestamp, appendedAt, fetchOffset } = section
  const { starts, ends, offsets, timestamps, base } = chunk
  const numbers = new Varints(bytes, section.at)
  while (section.remaining > 0 && !chunk.isFull) {
    numbers.at = section.at
    const size = numbers.next()
    const next = numbers.at + size
    if (size < recordBytesMin - 1 || next > end) throw new Error(`a record of ${size} bytes`)
    // Attributes, of which a record has none.
    numbers.at++
    const delta = numbers.nextLong()
    const timestamp = appendedAt ?? baseTimestamp + delta
    const offset = baseOffset + numbers.next()
    const keyLength = numbers.next()
    const keyStart = numbers.at
    numbers.at += Math.max(keyLength, 0)
    const valueLength = numbers.at < next ? numbers.next() : -2
    const valueStart = numbers.at
    const valueEnd = valueStart + Math.max(valueLength, 0)
    if (keyLength < -1 || valueLength < -1 || valueEnd >= next) throw new Error('a key or value beyond its record')
    if (offset < baseOffset || offset > lastOffset) throw new Error(`a record of offset ${offset}`)
    section.at = next
    section.remaining--
    if (offset < fetchOffset) continue

    const n = chunk.count
    offsets[n] = offset
    timestamps[n] = timestamp
    if (keyLength >= 0) chunk.addKey(keyStart, keyStart + keyLength)
    if (bytes[valueEnd] !== 0) chunk.addHeaders(readHeaders(bytes, valueEnd, next))
    starts[n] = valueLength < 0 ? absent : valueStart - base
    ends[n] = valueLength < 0 ? absent : valueEnd - base
    chunk.end = next
    if (valueLength > limits.recordBytesMax) chunk.cut(valueLength, Math.min(valueLength, limits.prefixBytes))
    chunk.count++
  }
}

/** A header without a value says nothing and is left out. */
function readHeaders(bytes: Buffer, start: number, end: number): readonly RecordHeader[] {
  const headers: RecordHeader[] = []
  const numbers = new Varints(bytes, start)
  for (let left = numbers.next(); left !== 0; left--) {
    const nameLength = numbers.at < end ? numbers.next() : -1
    const nameStart = numbers.at
    numbers.at += Math.max(nameLength, 0)
    const valueLength = numbers.at < end ? numbers.next() : -2
    const valueStart = numbers.at
    numbers.at += Math.max(valueLength, 0)
    if (nameLength < 0 || valueLength < -1 || numbers.at > end) throw new Error('a header beyond its record')
    if (valueLength < 0) continue
    const name = bytes.toString('utf8', nameStart, nameStart + nameLength)
    headers.push({ name, value: Buffer.from(bytes.subarray(valueStart, numbers.at)) })
  }
  return headers
}

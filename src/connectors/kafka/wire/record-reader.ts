/** The records of one batch, uncompressed: walked along their lengths, their places noted in a chunk. No object per record. */
import { absent, type RecordHeader } from '../../../engine/batch.ts'
import type { Chunk, ChunkLimits } from './chunk.ts'
import { readVarint, readVarlong, varintEnd } from './varint.ts'

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
  while (section.remaining > 0 && !chunk.isFull) {
    let at = section.at
    const size = readVarint(bytes, at)
    at = varintEnd(bytes, at)
    const next = at + size
    if (size < recordBytesMin - 1 || next > end) throw new Error(`a record of ${size} bytes`)
    at++
    const timestamp = appendedAt ?? baseTimestamp + readVarlong(bytes, at)
    at = varintEnd(bytes, at)
    const offset = baseOffset + readVarint(bytes, at)
    at = varintEnd(bytes, at)
    const keyLength = readVarint(bytes, at)
    const keyStart = varintEnd(bytes, at)
    at = keyStart + (keyLength > 0 ? keyLength : 0)
    const valueLength = at < next ? readVarint(bytes, at) : -2
    const valueStart = varintEnd(bytes, at)
    const valueEnd = valueStart + (valueLength > 0 ? valueLength : 0)
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
  let at = varintEnd(bytes, start)
  for (let left = readVarint(bytes, start); left !== 0; left--) {
    const nameLength = at < end ? readVarint(bytes, at) : -1
    const nameStart = varintEnd(bytes, at)
    at = nameStart + Math.max(nameLength, 0)
    const valueLength = at < end ? readVarint(bytes, at) : -2
    const valueStart = varintEnd(bytes, at)
    at = valueStart + Math.max(valueLength, 0)
    if (nameLength < 0 || valueLength < -1 || at > end) throw new Error('a header beyond its record')
    if (valueLength < 0) continue
    const name = bytes.toString('utf8', nameStart, nameStart + nameLength)
    headers.push({ name, value: Buffer.from(bytes.subarray(valueStart, at)) })
  }
  return headers
}

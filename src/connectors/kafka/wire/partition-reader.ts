/**
 * What a fetch brought for one partition -> the engine's batches. Checksums are verified, compressed batches unpacked,
 * control batches passed over, and records of aborted transactions left out as Java's consumer does (CompletedFetch of
 * org.apache.kafka.clients.consumer.internals), a batch that was cut off at the end ignored: it is fetched again.
 */
import type { RecordBatch } from '../../../engine/batch.ts'
import { AbortedTransactions } from './aborted.ts'
import { Chunk, type ChunkLimits } from './chunk.ts'
import { decompress, type Codec } from './codecs.ts'
import { crc32c } from './crc32c.ts'
import { attribute, batchField, batchHeaderBytes, batchPrefixBytes, codecOf, readLong } from './layout.ts'
import { WireError, type FetchedPartition } from './ports.ts'
import { readRecords, recordBytesMin, type RecordSection } from './record-reader.ts'

export interface ReadLimits extends ChunkLimits {
  /** What one batch may become when it is unpacked. */
  readonly unpackedBytesMax: number
}

/**
 * The records from `fetchOffset` on, in order; the last batch's `next` is behind markers and aborted records that follow it.
 * Raises WireError, with topic, partition and offset, at the first batch that is not in the format, after those before it.
 */
export function* readPartition(fetched: FetchedPartition, limits: ReadLimits): Generator<RecordBatch> {
  const { topic, partition } = fetched
  let chunk: Chunk | null = null
  try {
    for (const section of visibleSections(fetched, limits)) {
      if (chunk !== null && chunk.source !== section.bytes) {
        if (chunk.count > 0) yield chunk.batch(topic, partition)
        chunk = null
      }
      while (section.remaining > 0) {
        chunk ??= openChunk(section, limits)
        readSection(section, chunk, limits, fetched)
        if (!chunk.isFull) continue
        yield chunk.batch(topic, partition)
        chunk = null
      }
    }
  } catch (error) {
    if (chunk !== null && chunk.count > 0) yield chunk.batch(topic, partition)
    throw error
  }
  if (chunk !== null && chunk.count > 0) yield chunk.batch(topic, partition, fetched.nextOffset)
}

/** Behind the last whole batch; `fetchOffset` where there is none. Only lengths are looked at. */
export function endOfWholeBatches(bytes: Buffer, fetchOffset: number): number {
  let next = fetchOffset
  for (let at = 0; at + batchHeaderBytes <= bytes.length;) {
    const end = batchEnd(bytes, at)
    if (end < at + batchHeaderBytes || end > bytes.length) break
    next = Math.max(next, lastOffsetOf(bytes, at) + 1)
    at = end
  }
  return next
}

function batchEnd(bytes: Buffer, at: number): number {
  return at + batchPrefixBytes + bytes.readInt32BE(at + batchField.length)
}

function lastOffsetOf(bytes: Buffer, at: number): number {
  return readLong(bytes, at + batchField.baseOffset) + bytes.readInt32BE(at + batchField.lastOffsetDelta)
}

/** The records of each batch that is to be seen, unpacked. */
function* visibleSections(fetched: FetchedPartition, limits: ReadLimits): Generator<RecordSection> {
  const { bytes, fetchOffset } = fetched
  const aborted = fetched.aborted === null ? null : new AbortedTransactions(fetched.aborted)
  const gathered = new Gathered()
  for (let at = 0; at + batchPrefixBytes <= bytes.length;) {
    const end = checkedEnd(fetched, at)
    if (end === null) return
    const attributes = bytes.readInt16BE(at + batchField.attributes)
    const isAborted = aborted?.covers(bytes, at, lastOffsetOf(bytes, at)) ?? false
    const isVisible = (attributes & attribute.control) === 0 && !isAborted && lastOffsetOf(bytes, at) >= fetchOffset
    if (isVisible) yield sectionOf(fetched, at, end, limits, gathered)
    at = end
  }
}

/** null: the batch is cut off. */
function checkedEnd(fetched: FetchedPartition, at: number): number | null {
  const { bytes } = fetched
  const baseOffset = readLong(bytes, at + batchField.baseOffset)
  const end = batchEnd(bytes, at)
  const magic = at + batchField.magic < bytes.length ? bytes[at + batchField.magic] : 2
  if (magic !== 2) {
    const old = 'is in the format of Kafka before 0.11, which is not read'
    throw broken(fetched, baseOffset, magic < 2 ? `its batch ${old} (magic ${magic})` : `its batch has magic ${magic}`)
  }
  if (end < at + batchHeaderBytes) throw broken(fetched, baseOffset, `a batch of ${end - at} bytes`)
  if (end > bytes.length) return null
  const expected = bytes.readUInt32BE(at + batchField.crc)
  if (crc32c(bytes, at + batchField.attributes, end) === expected) return end
  throw broken(fetched, baseOffset, 'the checksum of its batch is wrong')
}

function sectionOf(
  fetched: FetchedPartition,
  at: number,
  end: number,
  limits: ReadLimits,
  gathered: Gathered,
): RecordSection {
  const { bytes } = fetched
  const baseOffset = readLong(bytes, at + batchField.baseOffset)
  const attributes = bytes.readInt16BE(at + batchField.attributes)
  const isAppendTime = (attributes & attribute.logAppendTime) !== 0
  const count = bytes.readInt32BE(at + batchField.count)
  const place = unpack(fetched, baseOffset, attributes, at + batchHeaderBytes, end, limits, gathered)
  if (count < 0 || count * recordBytesMin > place.end - place.at) {
    throw broken(fetched, baseOffset, `${count} records in ${place.end - place.at} bytes`)
  }
  return {
    ...place,
    remaining: count,
    baseOffset,
    lastOffset: lastOffsetOf(bytes, at),
    baseTimestamp: readLong(bytes, at + batchField.baseTimestamp),
    appendedAt: isAppendTime ? readLong(bytes, at + batchField.maxTimestamp) : null,
    fetchOffset: fetched.fetchOffset,
  }
}

type Place = Pick<RecordSection, 'bytes' | 'at' | 'end'>

function unpack(
  fetched: FetchedPartition,
  baseOffset: number,
  attributes: number,
  at: number,
  end: number,
  { unpackedBytesMax }: ReadLimits,
  gathered: Gathered,
): Place {
  const { bytes } = fetched
  let codec: Codec
  try {
    codec = codecOf(attributes)
    if (codec === 'none') return { bytes, at, end }
    return gathered.add(decompress(codec, bytes.subarray(at, end), unpackedBytesMax))
  } catch (error) {
    throw broken(fetched, baseOffset, `its batch cannot be unpacked (${messageOf(error)})`, error)
  }
}

/** Small unpacked batches lie behind each other, so that the engine's batches do not get small with them. */
class Gathered {
  private static readonly bytesMax = 256 * 1024
  private buffer: Buffer | null = null
  private length = 0

  add(bytes: Buffer): Place {
    if (bytes.length > Gathered.bytesMax / 4) return { bytes, at: 0, end: bytes.length }
    if (this.buffer === null || this.length + bytes.length > this.buffer.length) {
      this.buffer = Buffer.allocUnsafeSlow(Gathered.bytesMax)
      this.length = 0
    }
    const at = this.length
    bytes.copy(this.buffer, at)
    this.length += bytes.length
    return { bytes: this.buffer, at, end: this.length }
  }
}

/** No more records than can lie behind its beginning. */
function openChunk(section: RecordSection, { recordsMax, bytesMax }: ReadLimits): Chunk {
  const possible = Math.ceil((section.bytes.length - section.at) / recordBytesMin)
  return new Chunk(section.bytes, section.at, Math.min(recordsMax, possible), bytesMax)
}

function readSection(section: RecordSection, chunk: Chunk, limits: ReadLimits, fetched: FetchedPartition): void {
  try {
    readRecords(section, chunk, limits)
  } catch (error) {
    throw broken(fetched, section.baseOffset, messageOf(error), error)
  }
}

function broken({ topic, partition }: FetchedPartition, offset: number, what: string, cause?: unknown): WireError {
  return new WireError(`'${topic}', partition ${partition}, offset ${offset}: ${what}`, null, { cause })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

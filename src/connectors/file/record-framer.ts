/**
 * Cuts text into records, wherever the pieces that it arrives in begin and end. Knows nothing of files; where a record ends is
 * for `RecordEnds` to say.
 *
 * The newline (LF, and a CR before it) at a record's end is not part of it; what follows the last one is a record too, if
 * anything does. A byte order mark at offset 0 is left out where something follows it. A record longer than the limit is
 * delivered as its first bytes together with its true size, and the rest is never held in memory.
 *
 * The caller fills `room()`, tells with `fill(bytes)` how much came, takes records with `next()` until null, and at the end of
 * the text (or of what there is of it for now) the rest with `finish()` until null.
 */
import type { TextEncoding } from '../text/encoding.ts'
import { utf8 } from '../text/encoding.ts'
import { Newlines } from '../text/newlines.ts'
import { LineEnds } from './record-ends.ts'
import type { RecordEnds } from './record-ends.ts'

/** A record may have so many bytes that turn out not to be of it: the byte order mark, CR and LF. */
const uncountedBytes = 4 + 4
/** So much before the place of the search is kept of a long record, lest a CR be missed. */
const tailBytes = 4

export interface FramerLimits {
  /** Longer records are cut. */
  readonly recordBytesMax: number
  /** What is delivered of a record that is too long. */
  readonly prefixBytesMax: number
  readonly batchRecordsMax: number
  /** A batch of several records is not larger than this. */
  readonly batchBytesMax: number
  /** How much is read at once. */
  readonly chunkBytes: number
}

export const framerLimits: FramerLimits = {
  recordBytesMax: 16 * 1024 * 1024,
  prefixBytesMax: 1024 * 1024,
  batchRecordsMax: 4096,
  batchBytesMax: 1024 * 1024,
  chunkBytes: 1024 * 1024,
}

/** Records in the shape of a RecordBatch. Nobody writes to them again, unless they are released. */
export interface FramedRecords {
  readonly count: number
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Byte offsets in the text. */
  readonly offsets: Float64Array
  /** Numbers of their first lines, from 1: so many newlines are between two records' beginnings. */
  readonly lines: Float64Array
  /** True sizes, by index, of records that were cut. */
  readonly oversized: ReadonlyMap<number, number>
  readonly release?: () => void
}

/** Numbers of the records of a batch; used again when it is released. */
interface Places {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly offsets: Float64Array
  readonly lines: Float64Array
}

/** A record that is being skipped because it is too long. */
interface LongRecord {
  readonly prefix: Buffer
  /** Where it begins in the text, behind a byte order mark. */
  readonly offset: number
  /** Bytes before `start` in the buffer, the byte order mark not counted. */
  size: number
}

const nothingOversized: ReadonlyMap<number, number> = new Map()

export class RecordFramer {
  private readonly limits: FramerLimits
  private readonly recordEnds: RecordEnds
  private readonly newlines: Newlines
  private readonly mark: Uint8Array
  private readonly prefixBytes: number
  private readonly roomBytesMin: number
  private readonly starts: Uint32Array
  private readonly ends: Uint32Array
  private readonly lineCounts: Uint32Array
  private buffer = Buffer.alloc(0)
  /** So many batches refer to `buffer`: what is before `start` must stay as it is. */
  private users = 0
  private freePlaces: Places | null = null
  /** The first record that was not delivered begins here; of a long one, what is still looked at ... */
  private start = 0
  /** ... holds no end before here ... */
  private scanned = 0
  /** ... and the bytes end here. */
  private filled = 0
  private longRecord: LongRecord | null = null
  /** It is not known yet whether the text begins with a byte order mark. */
  private markAhead: boolean
  /** Where `start` is in the text; while a long record is skipped, where that record began. */
  private startOffset: number
  private startLine: number

  /** Begins at a record's beginning: byte `offset` of the text, line number `line`. */
  constructor(
    limits: FramerLimits,
    offset: number,
    line: number,
    encoding: TextEncoding = utf8,
    recordEnds: RecordEnds = new LineEnds(new Newlines(encoding)),
  ) {
    this.limits = limits
    this.recordEnds = recordEnds
    this.newlines = new Newlines(encoding)
    this.mark = encoding.mark
    this.prefixBytes = Math.min(limits.prefixBytesMax, limits.recordBytesMax)
    this.roomBytesMin = Math.max(1, limits.chunkBytes >> 4)
    this.starts = new Uint32Array(limits.batchRecordsMax)
    this.ends = new Uint32Array(limits.batchRecordsMax)
    this.lineCounts = new Uint32Array(limits.batchRecordsMax)
    this.startOffset = offset
    this.startLine = line
    this.markAhead = offset === 0 && encoding.mark.length > 0
    recordEnds.begin()
  }

  /** Where the first record that was not yet delivered begins. */
  get offset(): number {
    return this.startOffset
  }

  /** The number of its first line. */
  get line(): number {
    return this.startLine
  }

  /** Room for the next bytes of the text. */
  room(): Buffer {
    if (this.start === this.filled && this.users === 0) this.start = this.scanned = this.filled = 0
    if (this.buffer.length - this.filled < this.roomBytesMin) this.renew()
    return this.buffer.subarray(this.filled)
  }

  fill(bytes: number): void {
    this.filled += bytes
  }

  /** Whole records, as many as there are and one batch may hold; null: more text is needed. */
  next(): FramedRecords | null {
    if (this.markAhead && !this.passMark()) return null
    if (this.longRecord !== null) return this.skipLongRecord(this.longRecord)
    const found = this.recordEnds.findMany === undefined ? this.deliverWholeRecords() : this.deliverLines()
    if (found !== null) return found
    if (this.scanned - this.start > this.limits.recordBytesMax + uncountedBytes) this.beginLongRecord()
    return null
  }

  /**
   * When `next` has given null and there is no more text, for now or (`atEnd`) at all: what is a record even so. A record or
   * null; after null the framer is done with.
   */
  finish(atEnd: boolean): FramedRecords | null {
    if (this.longRecord === null && this.start === this.filled && !this.isEmptyRecord) return null
    const end = this.recordEnds.settle(this.window, this.scanned, atEnd)
    if (end < 0) return null
    if (this.longRecord !== null) return this.deliverLongRecord(this.longRecord, end)
    this.note(0, this.start, end)
    return this.deliver(1, end)
  }

  /** The search begins behind a byte order mark. False: what is there may be the beginning of one. */
  private passMark(): boolean {
    const { mark, buffer, start } = this
    const bytes = this.filled - start
    let same = 0
    while (same < mark.length && same < bytes && buffer[start + same] === mark[same]) same++
    if (same === bytes) return false
    this.markAhead = false
    if (same === mark.length) this.scanned = start + same
    return true
  }

  private get isEmptyRecord(): boolean {
    return this.recordEnds.takesAll && this.startOffset === 0 && this.startLine === 1
  }

  private get window(): Buffer {
    return this.buffer.subarray(0, this.filled)
  }

  /** The record that has begun in front of room that is at least as large, so that long ones are not copied often. */
  private renew(): void {
    const carried = this.filled - this.start
    const isFree = this.users === 0 && this.buffer.length - carried >= Math.max(this.roomBytesMin, carried)
    const next = isFree ? this.buffer : Buffer.allocUnsafeSlow(carried + Math.max(this.limits.chunkBytes, carried))
    this.buffer.copy(next, 0, this.start, this.filled)
    this.scanned -= this.start
    this.start = 0
    this.filled = carried
    if (isFree) return
    this.buffer = next
    this.users = 0
  }

  /** Fills `starts` and `ends` with whole records from `start` on, as many as one batch may hold, and delivers them. */
  private deliverWholeRecords(): FramedRecords | null {
    const { recordEnds } = this
    const { batchRecordsMax, batchBytesMax } = this.limits
    const window = this.window
    const batchEnd = this.start + batchBytesMax
    let from = this.start
    let searchFrom = this.scanned
    let count = 0
    while (count < batchRecordsMax) {
      const end = recordEnds.find(window, searchFrom)
      if (end < 0) {
        searchFrom = this.filled - recordEnds.keptBytes
        break
      }
      this.note(count, from, end)
      if (this.ends[count] > batchEnd && count > 0) {
        // It is found again for the next batch.
        recordEnds.begin()
        break
      }
      count++
      from = searchFrom = end
    }
    this.scanned = searchFrom
    return count === 0 ? null : this.deliver(count, from)
  }

  /** The same where all ends are found at once. */
  private deliverLines(): FramedRecords | null {
    const { recordEnds, ends, limits } = this
    const batchEnd = this.start + limits.batchBytesMax
    const found = recordEnds.findMany?.(this.window, this.scanned, ends) ?? 0
    let count = 0
    let from = this.start
    while (count < found) {
      const end = ends[count]
      this.note(count, from, end)
      // It is found again for the next batch.
      if (ends[count] > batchEnd && count > 0) break
      count++
      from = end
    }
    this.scanned = found === 0 ? this.filled : from
    return count === 0 ? null : this.deliver(count, from)
  }

  /** A record that was found: bytes [from, end) of the buffer, newline included. */
  private note(index: number, from: number, end: number): void {
    this.starts[index] = from
    this.ends[index] = this.contentEnd(from, end)
    this.lineCounts[index] = this.recordEnds.lines
  }

  private contentEnd(from: number, end: number): number {
    return this.recordEnds.takesAll ? end : this.newlines.contentEnd(this.buffer, from, end)
  }

  /** The first `count` records that were found; the next one begins at `end` in the buffer. */
  private deliver(count: number, end: number): FramedRecords {
    const { recordBytesMax } = this.limits
    const first = this.start
    this.starts[0] += this.markBytes(first, end)
    const from = this.starts[0]
    const places = this.placesFor(count)
    let line = this.startLine
    let oversized: Map<number, number> | null = null
    for (let index = 0; index < count; index++) {
      const start = this.starts[index]
      const bytes = this.ends[index] - start
      places.offsets[index] = this.startOffset + (start - first)
      places.lines[index] = line
      line += this.lineCounts[index]
      places.starts[index] = start - from
      places.ends[index] = start - from + bytes
      if (bytes <= recordBytesMax) continue
      oversized ??= new Map()
      oversized.set(index, bytes)
      places.ends[index] = start - from + this.prefixBytes
    }
    this.startLine = line
    this.start = end
    this.scanned = Math.max(this.scanned, end)
    this.startOffset += end - first
    return {
      count,
      bytes: this.buffer.subarray(from, from + places.ends[count - 1]),
      starts: places.starts.subarray(0, count),
      ends: places.ends.subarray(0, count),
      offsets: places.offsets.subarray(0, count),
      lines: places.lines.subarray(0, count),
      oversized: oversized ?? nothingOversized,
      release: this.releaseOf(places),
    }
  }

  private placesFor(count: number): Places {
    const free = this.freePlaces
    this.freePlaces = null
    if (free !== null && free.starts.length >= count) return free
    // The next batch may have a few more.
    const length = Math.min(count + (count >> 3), this.limits.batchRecordsMax)
    return {
      starts: new Uint32Array(length),
      ends: new Uint32Array(length),
      offsets: new Float64Array(length),
      lines: new Float64Array(length),
    }
  }

  /** Counts a batch that refers to the buffer; what is returned takes it back. */
  private releaseOf(places: Places): () => void {
    const { buffer } = this
    this.users++
    return () => {
      this.freePlaces = places
      if (buffer === this.buffer) this.users--
    }
  }

  /** Length of the byte order mark at `from`: it counts at the text's beginning, if anything follows before `end`. */
  private markBytes(from: number, end: number): number {
    const { mark } = this
    if (this.startOffset !== 0 || end - from <= mark.length) return 0
    return mark.every((byte, index) => this.buffer[from + index] === byte) ? mark.length : 0
  }

  private beginLongRecord(): void {
    const markBytes = this.markBytes(this.start, this.scanned)
    const from = this.start + markBytes
    this.longRecord = {
      prefix: Buffer.from(this.buffer.subarray(from, from + this.prefixBytes)),
      offset: this.startOffset + markBytes,
      size: -markBytes,
    }
    this.letGo(this.longRecord)
  }

  /** Forgets what was searched of a long record, but for its last bytes. */
  private letGo(record: LongRecord): void {
    const kept = Math.max(this.start, this.scanned - tailBytes)
    record.size += kept - this.start
    this.start = kept
  }

  /** Skips what there is of the long record; it is delivered when its end has been seen. */
  private skipLongRecord(record: LongRecord): FramedRecords | null {
    const end = this.recordEnds.find(this.window, this.scanned)
    if (end >= 0) return this.deliverLongRecord(record, end)
    this.scanned = this.filled - this.recordEnds.keptBytes
    this.letGo(record)
    return null
  }

  private deliverLongRecord(record: LongRecord, end: number): FramedRecords {
    const number = this.startLine
    const size = record.size + this.contentEnd(this.start, end) - this.start
    this.longRecord = null
    this.startOffset = record.offset + record.size + (end - this.start)
    this.startLine = number + this.recordEnds.lines
    this.start = this.scanned = end
    return {
      count: 1,
      bytes: record.prefix,
      starts: Uint32Array.of(0),
      ends: Uint32Array.of(record.prefix.length),
      offsets: Float64Array.of(record.offset),
      lines: Float64Array.of(number),
      oversized: new Map([[0, size]]),
    }
  }
}

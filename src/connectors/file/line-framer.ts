/**
 * Cuts text into lines, wherever the pieces that it arrives in begin and end. Knows nothing of files.
 *
 * A line ends at LF; a CR before that LF is not part of it; what follows the last LF is a line too, if anything does. A byte
 * order mark at offset 0 is left out where something follows it. A line longer than the limit is delivered as its first bytes
 * together with its true size, and the rest is never held in memory.
 *
 * The caller fills `room()`, tells with `fill(bytes)` how much came, takes lines with `next()` until null, and at the end of the text
 * the rest with `finish()`.
 */

const lineFeed = 10
const carriageReturn = 13
const byteOrderMark = [0xef, 0xbb, 0xbf] as const
/** A line may have so many bytes that turn out not to be of the record: the byte order mark and the CR. */
const uncountedBytes = byteOrderMark.length + 1

export interface FramerLimits {
  /** Longer lines are cut. */
  readonly recordBytesMax: number
  /** What is delivered of a line that is too long. */
  readonly prefixBytesMax: number
  readonly batchRecordsMax: number
  /** A batch of several lines is not larger than this. */
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

/** Lines in the shape of a RecordBatch. Nobody writes to `bytes` again. */
export interface FramedLines {
  readonly count: number
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Byte offsets in the text. */
  readonly offsets: Float64Array
  /** Line numbers, from 1. */
  readonly lines: Float64Array
  /** True sizes, by index, of lines that were cut. */
  readonly oversized: ReadonlyMap<number, number>
}

/** A line that is being skipped because it is too long. */
interface LongLine {
  readonly prefix: Buffer
  /** Where it begins in the text, behind a byte order mark. */
  readonly offset: number
  /** Bytes so far, CR included, the byte order mark not. */
  size: number
  lastByte: number
}

const nothingOversized: ReadonlyMap<number, number> = new Map()

export class LineFramer {
  private readonly limits: FramerLimits
  private readonly prefixBytes: number
  private readonly roomBytesMin: number
  private readonly starts: Uint32Array
  private readonly ends: Uint32Array
  private buffer = Buffer.alloc(0)
  /** A batch refers to `buffer`: what is behind `start` must stay as it is. */
  private shared = false
  /** The first line that was not delivered begins here ... */
  private start = 0
  /** ... holds no newline before here ... */
  private scanned = 0
  /** ... and the bytes end here. */
  private filled = 0
  private longLine: LongLine | null = null
  /** Where `start` is in the text; while a long line is skipped, where that line began. */
  private startOffset: number
  private startLine: number

  /** Begins at a line's beginning: byte `offset` of the text, line number `line`. */
  constructor(limits: FramerLimits, offset: number, line: number) {
    this.limits = limits
    this.prefixBytes = Math.min(limits.prefixBytesMax, limits.recordBytesMax)
    this.roomBytesMin = Math.max(1, limits.chunkBytes >> 4)
    this.starts = new Uint32Array(limits.batchRecordsMax)
    this.ends = new Uint32Array(limits.batchRecordsMax)
    this.startOffset = offset
    this.startLine = line
  }

  /** Where the first line that was not yet delivered begins. */
  get offset(): number {
    return this.startOffset
  }

  /** Its number. */
  get line(): number {
    return this.startLine
  }

  /** Room for the next bytes of the text. */
  room(): Buffer {
    if (this.start === this.filled && !this.shared) this.start = this.scanned = this.filled = 0
    if (this.buffer.length - this.filled < this.roomBytesMin) this.renew()
    return this.buffer.subarray(this.filled)
  }

  fill(bytes: number): void {
    this.filled += bytes
  }

  /** Whole lines, as many as there are and one batch may hold; null: more text is needed. */
  next(): FramedLines | null {
    if (this.longLine !== null) return this.skipLongLine(this.longLine)
    const found = this.deliverWholeLines()
    if (found !== null) return found
    if (this.filled - this.start > this.limits.recordBytesMax + uncountedBytes) this.beginLongLine()
    return null
  }

  /** After the text's end and the last `next`: the last line, if it has no newline. */
  finish(): FramedLines | null {
    if (this.longLine !== null) return this.deliverLongLine(this.longLine, this.longLine.size, 0)
    if (this.start === this.filled) return null
    this.starts[0] = this.start
    this.ends[0] = this.filled
    return this.deliver(1, this.filled)
  }

  /** A new buffer, with the line that has begun in front: twice its size at least, so that long lines are not copied often. */
  private renew(): void {
    const carried = this.filled - this.start
    const next = Buffer.allocUnsafeSlow(carried + Math.max(this.limits.chunkBytes, carried))
    this.buffer.copy(next, 0, this.start, this.filled)
    this.scanned -= this.start
    this.start = 0
    this.filled = carried
    this.buffer = next
    this.shared = false
  }

  /** Fills `starts` and `ends` with whole lines from `start` on, as many as one batch may hold, and delivers them. */
  private deliverWholeLines(): FramedLines | null {
    const { batchRecordsMax, batchBytesMax } = this.limits
    const window = this.buffer.subarray(0, this.filled)
    const batchEnd = this.start + batchBytesMax
    let from = this.start
    let searchFrom = this.scanned
    let count = 0
    while (count < batchRecordsMax) {
      const newline = window.indexOf(lineFeed, searchFrom)
      if (newline < 0) {
        this.scanned = this.filled
        break
      }
      if (newline >= batchEnd && count > 0) break
      this.starts[count] = from
      this.ends[count] = newline > from && window[newline - 1] === carriageReturn ? newline - 1 : newline
      count++
      from = searchFrom = newline + 1
    }
    return count === 0 ? null : this.deliver(count, from)
  }

  /** The first `count` lines that were found; the next one begins at `end` in the buffer. */
  private deliver(count: number, end: number): FramedLines {
    const { recordBytesMax } = this.limits
    const first = this.start
    this.starts[0] += this.markBytes(first, end)
    const from = this.starts[0]
    const starts = this.starts.slice(0, count)
    const ends = this.ends.slice(0, count)
    const offsets = new Float64Array(count)
    const lines = new Float64Array(count)
    let oversized: Map<number, number> | null = null
    for (let index = 0; index < count; index++) {
      const bytes = ends[index] - starts[index]
      offsets[index] = this.startOffset + (starts[index] - first)
      lines[index] = this.startLine + index
      if (bytes > recordBytesMax) {
        oversized ??= new Map()
        oversized.set(index, bytes)
        ends[index] = starts[index] + this.prefixBytes
      }
      starts[index] -= from
      ends[index] -= from
    }
    this.start = end
    this.scanned = Math.max(this.scanned, end)
    this.startOffset += end - first
    this.startLine += count
    this.shared = true
    const bytes = this.buffer.subarray(from, from + ends[count - 1])
    return { count, bytes, starts, ends, offsets, lines, oversized: oversized ?? nothingOversized }
  }

  /** Length of the byte order mark at `from`: it counts at the text's beginning, if anything follows before `end`. */
  private markBytes(from: number, end: number): number {
    if (this.startOffset !== 0 || end - from <= byteOrderMark.length) return 0
    return byteOrderMark.every((byte, index) => this.buffer[from + index] === byte) ? byteOrderMark.length : 0
  }

  private beginLongLine(): void {
    const from = this.start + this.markBytes(this.start, this.filled)
    this.longLine = {
      prefix: Buffer.from(this.buffer.subarray(from, from + this.prefixBytes)),
      offset: this.startOffset + (from - this.start),
      size: this.filled - from,
      lastByte: this.buffer[this.filled - 1],
    }
    this.start = this.scanned = this.filled
  }

  /** Skips what there is of the long line; it is delivered when its newline has been seen. */
  private skipLongLine(line: LongLine): FramedLines | null {
    const window = this.buffer.subarray(0, this.filled)
    const newline = window.indexOf(lineFeed, this.start)
    const end = newline < 0 ? this.filled : newline
    if (end > this.start) {
      line.size += end - this.start
      line.lastByte = window[end - 1]
    }
    this.start = this.scanned = newline < 0 ? end : end + 1
    if (newline < 0) return null
    const returnBytes = line.lastByte === carriageReturn ? 1 : 0
    return this.deliverLongLine(line, line.size - returnBytes, returnBytes + 1)
  }

  private deliverLongLine(line: LongLine, sizeBytes: number, endingBytes: number): FramedLines {
    const number = this.startLine
    this.longLine = null
    this.startOffset = line.offset + sizeBytes + endingBytes
    this.startLine = number + 1
    return {
      count: 1,
      bytes: line.prefix,
      starts: Uint32Array.of(0),
      ends: Uint32Array.of(line.prefix.length),
      offsets: Float64Array.of(line.offset),
      lines: Float64Array.of(number),
      oversized: new Map([[0, sizeBytes]]),
    }
  }
}

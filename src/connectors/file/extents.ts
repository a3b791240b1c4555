/**
 * How far a file is done, and what one shard reads of it next. Positions are statements that stay true whoever reads on: without
 * a lane, that everything before the offset is done; with one, that all records of that lane which begin before it are. So
 * those of several shards can be put together, and whoever has the whole file goes through what the lanes left.
 */
import type { Position } from '../../engine/batch.ts'
import { laneCount } from './lanes.ts'
import type { FilePart } from './lanes.ts'

/** Where a record begins, or will. */
export interface Mark {
  readonly offset: number
  /** null: not known, as nobody has counted the lines before. */
  readonly line: number | null
}

/** Something to read without a break. */
export interface Piece extends Mark {
  /** Whether a record begins at `offset`; else the first one behind the newline that comes next (or stands right before it). */
  readonly isBoundary: boolean
  /** A record that begins here or later is of another piece. */
  readonly end: number
  /** Of which lane this is said to be done; null: of all. */
  readonly lane: number | null
  /** At most what follows an unfinished line: there only if no newline stands before `offset`. */
  readonly isTail: boolean
}

const beginning: Mark = { offset: 0, line: 1 }

export class FileExtents {
  private readonly part: FilePart
  /** Everything before is done. */
  private base = beginning
  /** By lane, where it is further than `base`. */
  private readonly ahead = new Map<number, Mark>()
  /** Lanes whose last line is known to have been whole. */
  private readonly settled = new Set<number>()
  /** By lane: tails to which nothing has been added yet. Nothing behind them is read before they are looked at again. */
  private readonly postponed = new Map<number, Piece>()

  constructor(part: FilePart) {
    this.part = part
  }

  /** What has been done before, in any order. */
  restore(positions: readonly Position[]): void {
    const { part } = this
    for (const { lane, offset, line } of positions) {
      const mark = { offset, line: line ?? null }
      if (lane === undefined) this.setBase(mark)
      else if (part.isWhole || part.owns(lane)) this.setLane(lane, mark)
    }
  }

  /** What the shard knows to be done lies before; the file has to reach so far. */
  get furthest(): number {
    return Math.max(this.base.offset, ...[...this.ahead.values()].map(({ offset }) => offset))
  }

  /** Everything before is done; the lines up to there. */
  get whole(): Mark {
    return this.base
  }

  /** What has been said of the file, and is not obvious; of one that was not read yet, that. */
  statement(): Mark & { readonly lane: number | null } {
    const [ahead] = this.ahead
    if (this.base.offset > 0 || ahead === undefined) return { ...this.base, lane: null }
    return { ...ahead[1], lane: ahead[0] }
  }

  /** What comes first of what is the shard's, whether the file reaches so far or not; null: nothing, for now. */
  next(): Piece | null {
    if (!this.part.isWhole && !this.part.isCut) return null
    const piece = this.nextTail() ?? this.nextChunk()
    const isBehind = [...this.postponed.values()].some((tail) => piece.end > tail.offset)
    return isBehind ? null : piece
  }

  /** Each time the file is looked at. */
  lookAgain(): void {
    this.postponed.clear()
  }

  /** Of a piece everything before `offset` has been read. */
  advance({ lane }: Piece, { offset, line }: Mark): void {
    if (lane === null) this.setBase({ offset, line })
    else this.setLane(lane, { offset, line })
  }

  /** Nothing was added behind this tail, or no whole line. */
  postpone(tail: Piece): void {
    if (tail.lane !== null) this.postponed.set(tail.lane, tail)
  }

  /** The line before this tail is whole. */
  settle({ lane }: Piece): void {
    if (lane !== null) this.settled.add(lane)
  }

  /** Of a text of `sizeBytes`, what is still the shard's to read. */
  remainingBytes(sizeBytes: number): number {
    const { part, base } = this
    if (part.isWhole && this.ahead.size === 0) return Math.max(0, sizeBytes - base.offset)
    if (!part.isWhole && !part.isCut) return 0
    let bytes = 0
    for (let chunk = this.firstChunk; chunk * part.chunkBytes < sizeBytes; chunk++) {
      const piece = this.ofChunk(chunk)
      if (piece !== null) bytes += Math.max(0, Math.min(piece.end, sizeBytes) - piece.offset)
    }
    return bytes
  }

  /**
   * A line that ended with the file, without a newline, has been read as a record; what was added to it since is of the same
   * lane, in whatever chunk: all others look for the newline behind it. These go first, so that nothing passes them.
   */
  private nextTail(): Piece | null {
    for (const [lane, mark] of this.ahead) {
      if (this.settled.has(lane) || this.postponed.has(lane) || this.part.laneAt(mark.offset) === lane) continue
      return { ...mark, isBoundary: true, end: mark.offset + 1, lane, isTail: true }
    }
    return null
  }

  private nextChunk(): Piece {
    const { base } = this
    if (this.part.isWhole && this.ahead.size === 0) {
      return { ...base, isBoundary: true, end: Infinity, lane: null, isTail: false }
    }
    for (let chunk = this.firstChunk; ; chunk++) {
      const piece = this.ofChunk(chunk)
      if (piece !== null) return piece
    }
  }

  private get firstChunk(): number {
    return Math.floor(this.base.offset / this.part.chunkBytes)
  }

  /** What is left of a chunk; null: nothing, or it is another shard's. */
  private ofChunk(chunk: number): Piece | null {
    const { part, base } = this
    const lane = part.laneOfChunk(chunk)
    if (!part.isWhole && !part.owns(lane)) return null
    const first = chunk * part.chunkBytes
    const end = first + part.chunkBytes
    const done = further(base, this.ahead.get(lane))
    if (done.offset >= end) return null
    const common = { end, lane: part.isWhole ? null : lane, isTail: false }
    if (done.offset >= first) return { ...done, isBoundary: true, ...common }
    return { offset: first, line: null, isBoundary: false, ...common }
  }

  /** An empty text that was a record moves the line only. */
  private setBase(mark: Mark): void {
    if (mark.offset < this.base.offset || (mark.offset === this.base.offset && mark.line === null)) return
    this.base = mark
    for (const [lane, { offset }] of this.ahead) if (offset <= mark.offset) this.ahead.delete(lane)
  }

  private setLane(lane: number, mark: Mark): void {
    if (lane >= laneCount || mark.offset <= (this.ahead.get(lane) ?? this.base).offset) return
    this.ahead.set(lane, mark)
    this.settled.delete(lane)
  }
}

function further(a: Mark, b: Mark | undefined): Mark {
  return b === undefined || a.offset >= b.offset ? a : b
}

/** Where records end in a text. One of these per text: it keeps its place while the text arrives piece by piece. */
import { findLineEnds } from './line-ends.ts'
import { Newlines } from '../text/newlines.ts'

export interface RecordEnds {
  /** After `find` or `settle`: lines of the record that was found, the last one counted also where it has no LF. */
  readonly lines: number
  /** After `find` gave -1: so many bytes at the end of the window must be there again for the next call. */
  readonly keptBytes: number
  /** The rest of the text is a record as it stands: a newline at its end belongs to it, and even an empty text is one. */
  readonly takesAll: boolean
  /** The next `find` begins at a record's beginning. Before the first call, and where the last result was not used. */
  begin(): void
  /** Looks on from `from` to the end of the window; the place behind the record's newline, or -1. */
  find(window: Buffer, from: number): number
  /**
   * As `find` again and again, where records are lines of single bytes: the places into `ends`, at most as many as it holds. Returns
   * how many.
   */
  findMany?(window: Buffer, from: number, ends: Uint32Array): number
  /** No more text for now, or at all (`atEnd`): where the record ends, if that can be said then, or -1. After a `find` that gave -1. */
  settle(window: Buffer, from: number, atEnd: boolean): number
}

/** `'framing' = 'line'`: a record is a line. */
export class LineEnds implements RecordEnds {
  readonly lines = 1
  readonly takesAll = false
  keptBytes = 0
  readonly findMany?: typeof findLineEnds
  private readonly newlines: Newlines

  constructor(newlines: Newlines) {
    this.newlines = newlines
    if (newlines.unitBytes === 1) this.findMany = findLineEnds
  }

  begin(): void {}

  find(window: Buffer, from: number): number {
    const end = this.newlines.behindNext(window, from)
    if (end < 0) this.keptBytes = this.newlines.partialBytes(from, window.length)
    return end
  }

  settle(window: Buffer, _from: number, atEnd: boolean): number {
    return atEnd ? window.length : -1
  }
}

/** `'framing' = 'whole'`: a text is one record. In a file that is followed it ends when nothing comes for a while. */
export class WholeEnds implements RecordEnds {
  readonly takesAll = true
  keptBytes = 0
  lines = 1
  private readonly newlines: Newlines

  constructor(newlines: Newlines) {
    this.newlines = newlines
  }

  begin(): void {
    this.lines = 1
  }

  find(window: Buffer, from: number): number {
    for (let at = this.newlines.behindNext(window, from); at >= 0; at = this.newlines.behindNext(window, at))
      this.lines++
    this.keptBytes = this.newlines.partialBytes(from, window.length)
    return -1
  }

  settle(window: Buffer): number {
    return window.length
  }
}

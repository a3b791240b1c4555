/**
 * `'multiline.start'`: a line that matches begins a record, which holds the lines after it up to the next match. A line before
 * the first match is a record of its own. A record's end is seen at the line after it; the last one's at the end of the text,
 * or, in a file that is followed, when nothing comes for a while: lines that follow later are then records of their own.
 */
import { Newlines } from '../text/newlines.ts'
import type { RecordEnds } from './record-ends.ts'

/** The line at hand: the record's first, not judged yet; its first and matching; its first and not matching; a later one, not judged; a later one of the record. */
type Line = 'first' | 'head' | 'single' | 'next' | 'body'

export class MultilineEnds implements RecordEnds {
  readonly takesAll = false
  lines = 1
  keptBytes = 0
  private readonly newlines: Newlines
  private readonly matches: (line: Uint8Array) => boolean
  private readonly lineBytesMax: number
  private line: Line = 'first'
  /** Bytes of a line that is not judged in which there is no newline. */
  private searchedBytes = 0
  /** Whole lines of the record so far. */
  private count = 0

  /** Lines longer than `lineBytesMax` are judged by their beginning, so that they need not be held. */
  constructor(matches: (line: Uint8Array) => boolean, newlines: Newlines, lineBytesMax: number) {
    this.matches = matches
    this.newlines = newlines
    this.lineBytesMax = lineBytesMax
  }

  begin(): void {
    this.become('first')
    this.count = 0
  }

  find(window: Buffer, from: number): number {
    let start = from
    for (;;) {
      const end = this.newlines.behindNext(window, start + this.searchedBytes)
      const isLong = end < 0 && window.length - start > this.lineBytesMax
      if (end < 0 && !(isLong && this.isHeld)) return this.needMore(window, start)
      if (this.isHeld && this.judge(window, start, end < 0 ? window.length : end)) return this.found(start, 'head')
      if (end < 0) continue
      this.count++
      if (this.line === 'single') return this.found(end, 'first')
      this.become('next')
      start = end
    }
  }

  settle(window: Buffer, from: number, atEnd: boolean): number {
    if (!atEnd) return this.line === 'next' ? this.found(from, 'first') : -1
    if (from < window.length) {
      if (this.isHeld && this.judge(window, from, window.length)) return this.found(from, 'head')
      this.count++
    }
    return this.found(window.length, 'first')
  }

  /** Whether the line's bytes are needed again. */
  private get isHeld(): boolean {
    return this.line === 'first' || this.line === 'next'
  }

  /** Decides what the line at hand is; true: it begins another record. */
  private judge(window: Buffer, start: number, end: number): boolean {
    const matches = this.matches(window.subarray(start, this.newlines.contentEnd(window, start, end)))
    if (this.line === 'next' && matches) return true
    if (this.line === 'first') this.become(matches ? 'head' : 'single')
    else this.become('body')
    return false
  }

  private needMore(window: Buffer, start: number): number {
    const partial = this.newlines.partialBytes(start, window.length)
    this.searchedBytes = this.isHeld ? window.length - start - partial : 0
    this.keptBytes = this.isHeld ? window.length - start : partial
    return -1
  }

  private found(end: number, next: Line): number {
    this.lines = this.count
    this.count = 0
    this.become(next)
    return end
  }

  private become(line: Line): void {
    this.line = line
    this.searchedBytes = 0
  }
}

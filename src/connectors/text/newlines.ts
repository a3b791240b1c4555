/** Where lines end in text of an encoding: at LF, and a CR before it is not part of the line. */
import type { TextEncoding } from './encoding.ts'

const lineFeed = 10
const carriageReturn = 13

export class Newlines {
  /** Of LF, and of CR. */
  readonly unitBytes: 1 | 2
  private readonly lowByte: 0 | 1
  private readonly wideLineFeed: Buffer

  constructor({ unitBytes, lowByte }: TextEncoding) {
    this.unitBytes = unitBytes
    this.lowByte = lowByte
    this.wideLineFeed = Buffer.alloc(2)
    this.wideLineFeed[lowByte] = lineFeed
  }

  /** The place behind the next LF; -1: there is none. A character begins at `from`. */
  behindNext(window: Buffer, from: number): number {
    if (this.unitBytes === 1) return window.indexOf(lineFeed, from) + 1 || -1
    let at = window.indexOf(this.wideLineFeed, from)
    while (at >= 0 && ((at - from) & 1) === 1) at = window.indexOf(this.wideLineFeed, at + 1)
    return at < 0 ? -1 : at + 2
  }

  /** The end of [start, end) without an LF at its end, and a CR before that. */
  contentEnd(window: Uint8Array, start: number, end: number): number {
    const feed = end - this.unitBytes
    if (feed < start || !this.isAt(window, feed, lineFeed)) return end
    const previous = feed - this.unitBytes
    return previous >= start && this.isAt(window, previous, carriageReturn) ? previous : feed
  }

  /** Bytes at the end of [from, end) that are no whole unit yet. */
  partialBytes(from: number, end: number): number {
    return (end - from) % this.unitBytes
  }

  private isAt(window: Uint8Array, at: number, character: number): boolean {
    if (this.unitBytes === 1) return window[at] === character
    return window[at + this.lowByte] === character && window[at + 1 - this.lowByte] === 0
  }
}

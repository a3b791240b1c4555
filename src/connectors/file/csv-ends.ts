/**
 * `'framing' = 'csv'`: a record ends at the newline that is not in quotes. What is a quote is decided as the CSV step does it
 * (engine/kernels/csv.ts): a field is quoted only if the quote is its first character; an escaped character is an ordinary one.
 */
import type { TextEncoding } from '../text/encoding.ts'
import { trailMin } from '../text/encoding.ts'
import { Newlines } from '../text/newlines.ts'
import type { RecordEnds } from './record-ends.ts'

/** How CSV is written. All characters are ASCII. */
export interface CsvDialect {
  readonly delimiter: string
  /** null: no quoting. */
  readonly quote: string | null
  readonly escape: string | null
  /** Records that begin with `#` are lines without quotes. */
  readonly allowComments: boolean
}

// What a character is for.
const ordinary = 0
const lineFeed = 1
const quote = 2
const delimiter = 3
const escape = 4
const comment = 5
const lead = 6

// Where in a record the search is.
const atRecord = 0
const atField = 1
const inField = 2
const inQuotes = 3
const atClosing = 4
const inComment = 5

export class CsvEnds implements RecordEnds {
  readonly takesAll = false
  lines = 1
  keptBytes = 0
  private readonly newlines: Newlines
  private readonly lowByte: number
  /** By character below 256. */
  private readonly uses: Uint8Array
  private state = atRecord
  /** The next character is ordinary, or the second byte of a pair may come. */
  private escaped = false
  private paired = false
  /** Newlines within the record so far. */
  private inner = 0

  constructor(dialect: CsvDialect, encoding: TextEncoding) {
    this.newlines = new Newlines(encoding)
    this.lowByte = encoding.lowByte
    this.uses = usesOf(dialect, encoding)
  }

  begin(): void {
    this.state = atRecord
    this.escaped = false
    this.paired = false
    this.inner = 0
  }

  find(window: Buffer, from: number): number {
    const { unitBytes } = this.newlines
    const last = window.length - unitBytes
    for (let at = from; at <= last; at += unitBytes) {
      if (this.isInText) at = this.behindOrdinary(window, at)
      if (at > last) break
      if (this.paired) {
        this.paired = false
        if (window[at] >= trailMin) continue
      }
      if (this.take(this.useAt(window, at))) return this.found(at + unitBytes)
    }
    this.keptBytes = this.newlines.partialBytes(from, window.length)
    return -1
  }

  /** Ordinary characters change nothing here. */
  private get isInText(): boolean {
    return (
      !this.paired && !this.escaped && (this.state === inField || this.state === inQuotes || this.state === inComment)
    )
  }

  /** The first place from `at` on where no ordinary character is. */
  private behindOrdinary(window: Buffer, at: number): number {
    const { uses } = this
    const { unitBytes } = this.newlines
    const end = window.length
    if (unitBytes === 1) while (at < end && uses[window[at]] === ordinary) at++
    else while (at + 1 < end && this.useAt(window, at) === ordinary) at += 2
    return at
  }

  private useAt(window: Buffer, at: number): number {
    if (this.newlines.unitBytes === 1) return this.uses[window[at]]
    return window[at + 1 - this.lowByte] === 0 ? this.uses[window[at + this.lowByte]] : ordinary
  }

  /** One character; whether the record ends with it. */
  private take(use: number): boolean {
    if (use === lead) this.paired = true
    if (this.escaped) {
      this.escaped = false
      if (use === lineFeed) this.inner++
      return false
    }
    switch (use) {
      case lineFeed:
        if (this.state !== inQuotes) return true
        this.inner++
        return false
      case quote:
        this.state = this.afterQuote()
        return false
      case delimiter:
        if (this.state !== inQuotes && this.state !== inComment) this.state = atField
        return false
      case escape:
        this.escaped = this.state !== inComment
        break
      case comment:
        if (this.state === atRecord) this.state = inComment
        break
    }
    if (this.state < inField || this.state === atClosing) this.state = inField
    return false
  }

  private afterQuote(): number {
    switch (this.state) {
      case atRecord:
      case atField:
      // Doubled: the quote belongs to the field.
      case atClosing:
        return inQuotes
      case inQuotes:
        return atClosing
      default:
        return this.state
    }
  }

  private found(end: number): number {
    this.lines = this.inner + 1
    this.begin()
    return end
  }

  settle(window: Buffer, _from: number, atEnd: boolean): number {
    return atEnd ? this.found(window.length) : -1
  }
}

function usesOf(
  { delimiter: between, quote: around, escape: before, allowComments }: CsvDialect,
  { leads }: TextEncoding,
) {
  const uses = new Uint8Array(256)
  if (leads !== null) for (let byte = 0; byte < 256; byte++) if (leads[byte] === 1) uses[byte] = lead
  if (allowComments) uses[0x23] = comment
  uses[10] = lineFeed
  if (before !== null && before !== around) uses[before.charCodeAt(0)] = escape
  uses[between.charCodeAt(0)] = delimiter
  if (around !== null) uses[around.charCodeAt(0)] = quote
  return uses
}

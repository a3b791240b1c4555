/**
 * CSV (RFC 4180 with the options of Flink's csv format): one record to fields, as Text slices. A field is quoted only if the
 * quote is its first byte; blanks belong to the field. Doubled quotes and escapes are undone in the arena.
 */
import type { CsvStep } from '../../model/model.ts'
import type { Memory } from '../memory.ts'
import type { Selection } from '../selection.ts'
import { SliceKind } from '../slices.ts'
import type { Slices } from '../slices.ts'
import { bytesAt } from './search.ts'
import type { ReportRow, Texts } from './texts.ts'

/** How records are written; characters as UTF-8, empty: none. */
export interface CsvFormat {
  readonly delimiter: Uint8Array
  readonly quote: Uint8Array
  readonly escape: Uint8Array
  readonly allowComments: boolean
  readonly ignoreExtraFields: boolean
}

export type CsvOptions = Pick<CsvStep, 'delimiter' | 'quote' | 'escape' | 'allowComments' | 'ignoreExtraFields'>

export function bindCsv(options: CsvOptions): CsvFormat {
  return {
    delimiter: Buffer.from(options.delimiter),
    quote: Buffer.from(options.quote ?? ''),
    // Doubling is what a quote as its own escape means.
    escape: Buffer.from(options.escape === options.quote ? '' : (options.escape ?? '')),
    allowComments: options.allowComments,
    ignoreExtraFields: options.ignoreExtraFields,
  }
}

/**
 * `out[i]` gets the i-th field (null: it is not read): Missing where the record has fewer, and in all of them where it is
 * reported: a quote without end, text behind a closing quote, more fields than `out` has. With comments allowed a record that
 * begins with `#` has no fields and `comments[row]` becomes 1.
 */
export function splitCsv(
  format: CsvFormat,
  memory: Memory,
  texts: Texts,
  { rows, count }: Selection,
  out: readonly (Slices | null)[],
  comments: Uint8Array,
  report: ReportRow,
): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    const start = texts.starts[row]
    const end = start + texts.lengths[row]
    clearRow(out, row)
    comments[row] = format.allowComments && start < end && memory.u8[start] === 0x23 /* # */ ? 1 : 0
    if (comments[row] === 1) continue
    const mistake = splitRecord(format, memory, start, end, out, row)
    if (mistake !== null) {
      clearRow(out, row)
      report(row, mistake)
    }
  }
}

function clearRow(out: readonly (Slices | null)[], row: number): void {
  for (const slices of out) if (slices !== null) slices.kinds[row] = SliceKind.Missing
}

/** What is wrong with the record, or null. */
function splitRecord(
  format: CsvFormat,
  memory: Memory,
  start: number,
  end: number,
  out: readonly (Slices | null)[],
  row: number,
): string | null {
  const { u8 } = memory
  let at = start
  for (let field = 0; ; field++) {
    if (field >= out.length && !format.ignoreExtraFields) return `more than ${out.length} fields`
    const slices = field < out.length ? out[field] : null
    if (isAt(u8, at, end, format.quote)) {
      const inside = at + format.quote.length
      const closing = quotedEnd(format, u8, inside, end)
      if (closing < 0) return 'a quote is not closed'
      if (slices !== null) putField(format, memory, inside, closing, true, slices, row)
      at = closing + format.quote.length
      if (at < end && !isAt(u8, at, end, format.delimiter)) return 'text behind a closing quote'
    } else {
      const fieldEnd = plainEnd(format, u8, at, end)
      if (slices !== null) putField(format, memory, at, fieldEnd, false, slices, row)
      at = fieldEnd
    }
    if (at >= end) return null
    at += format.delimiter.length
  }
}

function isAt(u8: Uint8Array, at: number, end: number, character: Uint8Array): boolean {
  return character.length !== 0 && u8[at] === character[0] && at + character.length <= end && bytesAt(u8, at, character)
}

/** The delimiter behind an unquoted field, or the end. An escaped delimiter belongs to the field. */
function plainEnd(format: CsvFormat, u8: Uint8Array, at: number, end: number): number {
  while (at < end && !isAt(u8, at, end, format.delimiter)) {
    at += isAt(u8, at, end, format.escape) ? format.escape.length + 1 : 1
  }
  return at < end ? at : end
}

/** The closing quote, or -1. A doubled quote, and what is escaped, belongs to the field. */
function quotedEnd(format: CsvFormat, u8: Uint8Array, at: number, end: number): number {
  const { quote, escape } = format
  while (at < end) {
    if (isAt(u8, at, end, quote)) {
      if (!isAt(u8, at + quote.length, end, quote)) return at
      at += quote.length * 2
    } else {
      at += isAt(u8, at, end, escape) ? escape.length + 1 : 1
    }
  }
  return -1
}

function contains(u8: Uint8Array, start: number, end: number, character: Uint8Array): boolean {
  if (character.length === 0) return false
  for (let at = start; at < end; at++) if (isAt(u8, at, end, character)) return true
  return false
}

function putField(
  format: CsvFormat,
  memory: Memory,
  start: number,
  end: number,
  quoted: boolean,
  slices: Slices,
  row: number,
): void {
  slices.kinds[row] = SliceKind.Text
  slices.starts[row] = start
  slices.lengths[row] = end - start
  const { u8 } = memory
  const hasQuote = quoted && contains(u8, start, end, format.quote)
  if (!hasQuote && !contains(u8, start, end, format.escape)) return
  const target = memory.take(end - start)
  const targetEnd = undo(hasQuote ? format.quote : none, format.escape, u8, start, end, target)
  slices.starts[row] = target
  slices.lengths[row] = targetEnd - target
  memory.release(targetEnd + 16)
}

const none = new Uint8Array(0)

/** Copies a field without its escapes and with doubled quotes as one. Returns the end. */
function undo(quote: Uint8Array, escape: Uint8Array, u8: Uint8Array, start: number, end: number, to: number): number {
  let at = start
  while (at < end) {
    if (isAt(u8, at, end, quote) && isAt(u8, at + quote.length, end, quote)) at += quote.length
    else if (isAt(u8, at, end, escape) && at + escape.length < end) at += escape.length
    u8[to++] = u8[at++]
  }
  return to
}

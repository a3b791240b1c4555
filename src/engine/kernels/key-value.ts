/**
 * KEY_VALUE: `a=1 b="x y"` (logfmt, https://brandur.org/logfmt), `a=1&b=2` and their kin, as places in the memory. A key
 * without a value has an empty one; a text in which no key has a value is none of this kind.
 */
import type { KeyValueStep } from '../../model/model.ts'
import type { Memory } from '../memory.ts'
import { hexDigit } from './json-strings.ts'
import { bytesAt } from './search.ts'

/** How pairs are written; characters as UTF-8, empty: none. */
export interface KeyValueFormat {
  readonly fieldDelimiter: Uint8Array
  readonly valueDelimiter: Uint8Array
  readonly quote: Uint8Array
  readonly escape: Uint8Array
  readonly trims: boolean
}

export type KeyValueOptions = Pick<KeyValueStep, 'fieldDelimiter' | 'valueDelimiter' | 'quote' | 'escape' | 'trims'>

/** Takes each pair of a text, in order: addresses and lengths of the key, and of the value without its quotes and escapes. */
export interface PairSink {
  put(keyStart: number, keyLength: number, valueStart: number, valueLength: number): void
}

export function bindKeyValue(options: KeyValueOptions): KeyValueFormat {
  return {
    fieldDelimiter: Buffer.from(options.fieldDelimiter),
    valueDelimiter: Buffer.from(options.valueDelimiter),
    quote: Buffer.from(options.quote ?? ''),
    escape: Buffer.from(options.quote === null ? '' : (options.escape ?? '')),
    trims: options.trims,
  }
}

/** What is wrong with the text at [start, end), or null. Pairs before the mistake have been put. Unescaped values go to the arena. */
export function splitPairs(
  format: KeyValueFormat,
  memory: Memory,
  start: number,
  end: number,
  sink: PairSink,
): string | null {
  const { u8 } = memory
  const { fieldDelimiter, valueDelimiter, trims } = format
  let pairs = 0
  let bareKeys = 0
  let at = nextField(format, u8, start, end)
  while (at < end) {
    const keyStart = at
    while (at < end && !isAt(u8, at, end, valueDelimiter) && !isAt(u8, at, end, fieldDelimiter)) at++
    const keyEnd = trims ? trimmedEnd(u8, keyStart, at) : at
    if (at === end || !isAt(u8, at, end, valueDelimiter)) {
      bareKeys++
      sink.put(keyStart, keyEnd - keyStart, keyEnd, 0)
    } else {
      if (keyEnd === keyStart) return 'a value without a key'
      pairs++
      at += valueDelimiter.length
      if (trims) at = skipBlanks(format, u8, at, end)
      if (isAt(u8, at, end, format.quote)) {
        const inside = at + format.quote.length
        const closing = closingQuote(format, u8, inside, end)
        if (closing < 0) return 'a quote is not closed'
        putQuoted(format, memory, keyStart, keyEnd, inside, closing, sink)
        at = closing + format.quote.length
        if (trims) at = skipBlanks(format, u8, at, end)
        if (at < end && !isAt(u8, at, end, fieldDelimiter)) return 'text behind a closing quote'
      } else {
        const valueStart = at
        while (at < end && !isAt(u8, at, end, fieldDelimiter)) at++
        const valueEnd = trims ? trimmedEnd(u8, valueStart, at) : at
        sink.put(keyStart, keyEnd - keyStart, valueStart, valueEnd - valueStart)
      }
    }
    at = nextField(format, u8, at, end)
  }
  return pairs === 0 && bareKeys > 0 ? 'no key has a value' : null
}

function isAt(u8: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  return text.length !== 0 && u8[at] === text[0] && at + text.length <= end && bytesAt(u8, at, text)
}

/** Behind any number of delimiters, and blanks. */
function nextField(format: KeyValueFormat, u8: Uint8Array, at: number, end: number): number {
  for (;;) {
    if (isAt(u8, at, end, format.fieldDelimiter)) at += format.fieldDelimiter.length
    else if (format.trims && at < end && isBlank(u8[at])) at++
    else return at
  }
}

/** Blanks that are no delimiter. */
function skipBlanks({ fieldDelimiter }: KeyValueFormat, u8: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(u8[at]) && !isAt(u8, at, end, fieldDelimiter)) at++
  return at
}

function trimmedEnd(u8: Uint8Array, start: number, end: number): number {
  while (end > start && isBlank(u8[end - 1])) end--
  return end
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a
}

function closingQuote({ quote, escape }: KeyValueFormat, u8: Uint8Array, at: number, end: number): number {
  while (at < end) {
    if (isAt(u8, at, end, escape)) at += escape.length + 1
    else if (isAt(u8, at, end, quote)) return at
    else at++
  }
  return -1
}

function putQuoted(
  format: KeyValueFormat,
  memory: Memory,
  keyStart: number,
  keyEnd: number,
  start: number,
  end: number,
  sink: PairSink,
): void {
  const { u8 } = memory
  let at = start
  while (at < end && !isAt(u8, at, end, format.escape)) at++
  if (at === end) {
    sink.put(keyStart, keyEnd - keyStart, start, end - start)
    return
  }
  const target = memory.take(end - start)
  const targetEnd = unescape(format.escape, u8, start, end, target)
  memory.release(targetEnd + 16)
  sink.put(keyStart, keyEnd - keyStart, target, targetEnd - target)
}

/** `\n`, `\t`, `\r` and `\u0041` mean what they mean in JSON; any other escaped character is itself. Returns the end. */
function unescape(escape: Uint8Array, u8: Uint8Array, start: number, end: number, to: number): number {
  let at = start
  while (at < end) {
    if (!isAt(u8, at, end, escape) || at + escape.length === end) {
      u8[to++] = u8[at++]
      continue
    }
    at += escape.length
    const unit = u8[at] === 0x75 /* u */ ? hexUnit(u8, at + 1, end) : -1
    if (unit >= 0) {
      to = putCodePoint(u8, unit, to)
      at += 5
    } else {
      u8[to++] = controls[u8[at]] ?? u8[at]
      at++
    }
  }
  return to
}

const controls: Readonly<Record<number, number>> = { 0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09 }

/** Four hex digits; -1 where there are none, or half of a surrogate pair. */
function hexUnit(u8: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1
  let unit = 0
  for (let k = 0; k < 4; k++) {
    const digit = hexDigit(u8[at + k])
    if (digit < 0) return -1
    unit = unit * 16 + digit
  }
  return unit >= 0xd800 && unit <= 0xdfff ? -1 : unit
}

/** UTF-8 of a character of the Basic Multilingual Plane. Returns the end. */
function putCodePoint(u8: Uint8Array, unit: number, to: number): number {
  if (unit < 0x80) {
    u8[to++] = unit
  } else if (unit < 0x800) {
    u8[to++] = 0xc0 | (unit >> 6)
    u8[to++] = 0x80 | (unit & 0x3f)
  } else {
    u8[to++] = 0xe0 | (unit >> 12)
    u8[to++] = 0x80 | ((unit >> 6) & 0x3f)
    u8[to++] = 0x80 | (unit & 0x3f)
  }
  return to
}

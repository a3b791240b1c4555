/** JSON's escapes (RFC 8259, section 7), read and written. */
import type { Memory } from '../memory.ts'
import type { Texts } from './texts.ts'

/**
 * The meaning of the inside of a valid JSON string as UTF-8, into the arena and `out`. False where it has a lone surrogate,
 * which UTF-8 cannot hold; `out` then means nothing.
 */
export function unescapeString(memory: Memory, start: number, length: number, out: Texts, row: number): boolean {
  const target = memory.take(length)
  const end = unescapeInto(memory.u8, start, start + length, memory.u8, target)
  if (end < 0) {
    memory.release(target)
    return false
  }
  out.starts[row] = target
  out.lengths[row] = end - target
  memory.release(end + 16)
  return true
}

/**
 * The meaning of the inside of a valid JSON string, which is never longer, into `target` from `at` on. Returns the end, or
 * `~end` if there was a lone surrogate (written in three bytes like any other code point).
 */
export function unescapeInto(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number {
  let lone = false
  while (start < end) {
    const byte = source[start++]
    if (byte !== 0x5c) {
      target[at++] = byte
      continue
    }
    const escaped = source[start++]
    if (escaped !== 0x75 /* u */) {
      target[at++] = simpleEscape(escaped)
      continue
    }
    let code = hexUnit(source, start)
    start += 4
    if (code >= 0xd800 && code < 0xe000) {
      const isPair = code < 0xdc00 && start + 6 <= end && source[start] === 0x5c && source[start + 1] === 0x75
      const low = isPair ? hexUnit(source, start + 2) : 0
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        start += 6
      } else {
        lone = true
      }
    }
    at = putCodePoint(code, target, at)
  }
  return lone ? ~at : at
}

function simpleEscape(byte: number): number {
  switch (byte) {
    case 0x62:
      return 0x08
    case 0x66:
      return 0x0c
    case 0x6e:
      return 0x0a
    case 0x72:
      return 0x0d
    case 0x74:
      return 0x09
    default:
      return byte
  }
}

/** -1: it is none. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

function hexUnit(source: Uint8Array, at: number): number {
  return (
    (hexDigit(source[at]) << 12) |
    (hexDigit(source[at + 1]) << 8) |
    (hexDigit(source[at + 2]) << 4) |
    hexDigit(source[at + 3])
  )
}

/** One code point as UTF-8 (RFC 3629). Returns the end. */
export function putCodePoint(code: number, target: Uint8Array, at: number): number {
  if (code < 0x80) {
    target[at++] = code
  } else if (code < 0x800) {
    target[at++] = 0xc0 | (code >> 6)
    target[at++] = 0x80 | (code & 0x3f)
  } else if (code < 0x10000) {
    target[at++] = 0xe0 | (code >> 12)
    target[at++] = 0x80 | ((code >> 6) & 0x3f)
    target[at++] = 0x80 | (code & 0x3f)
  } else {
    target[at++] = 0xf0 | (code >> 18)
    target[at++] = 0x80 | ((code >> 12) & 0x3f)
    target[at++] = 0x80 | ((code >> 6) & 0x3f)
    target[at++] = 0x80 | (code & 0x3f)
  }
  return at
}

const hexDigits = Buffer.from('0123456789abcdef')
/** The letter behind the backslash for bytes that have one, else 0. As JSON.stringify writes them. */
const shortEscapes = new Uint8Array(128)
shortEscapes[0x08] = 0x62
shortEscapes[0x09] = 0x74
shortEscapes[0x0a] = 0x6e
shortEscapes[0x0c] = 0x66
shortEscapes[0x0d] = 0x72
shortEscapes[0x22] = 0x22
shortEscapes[0x5c] = 0x5c

/**
 * Valid UTF-8 as a JSON string, quotes included, escaped as JSON.stringify does, into `target` from `at` on, where there
 * must be room for 6 * length + 2 bytes. Returns the end.
 */
export function quoteText(source: Uint8Array, start: number, length: number, target: Uint8Array, at: number): number {
  const end = start + length
  target[at++] = 0x22
  for (let from = start; from < end; from++) {
    const byte = source[from]
    if (byte >= 0x20 && byte !== 0x22 && byte !== 0x5c) {
      target[at++] = byte
      continue
    }
    target[at++] = 0x5c
    const letter = shortEscapes[byte]
    if (letter !== 0) {
      target[at++] = letter
    } else {
      target[at++] = 0x75
      target[at++] = 0x30
      target[at++] = 0x30
      target[at++] = hexDigits[byte >> 4]
      target[at++] = hexDigits[byte & 15]
    }
  }
  target[at++] = 0x22
  return at
}

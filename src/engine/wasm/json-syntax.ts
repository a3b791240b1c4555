/**
 * The pieces of JSON's grammar (RFC 8259): each takes an address and returns the address behind what it read, or `~address` of
 * the first byte that does not fit (negative: addresses are positive). They need no bound: the caller has put a 0 byte behind
 * the text, which is no white space and may stand nowhere in JSON, and 15 more bytes behind it may be read. That strings are
 * valid UTF-8 is checked elsewhere.
 */
import { containerKinds } from './scratch'

export const maxNesting: i32 = 1000

const quote: u8 = 0x22
const backslash: u8 = 0x5c

/** Space, tab, line feed, carriage return. */
export function skipBlanks(at: i32): i32 {
  let byte = load<u8>(at)
  while (byte <= 0x20 && (byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09)) byte = load<u8>(++at)
  return at
}

/** From inside a string to its next quote, backslash or control character, 16 bytes at a time. */
export function plainTextEnd(at: i32): i32 {
  while (true) {
    const bytes = v128.load(at)
    const special = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash))),
      i8x16.lt_u(bytes, i8x16.splat(0x20)),
    )
    const found = i8x16.bitmask(special)
    if (found != 0) return at + ctz(found)
    at += 16
  }
}

/** From where `plainTextEnd` stopped to the closing quote, over escapes. */
export function escapedTextEnd(at: i32): i32 {
  while (true) {
    const byte = load<u8>(at)
    if (byte == quote) return at
    if (byte != backslash) return ~at
    const escaped = load<u8>(at + 1)
    if (escaped == 0x75 /* u */) {
      for (let k = 2; k < 6; k++) if (!isHexDigit(load<u8>(at + k))) return ~(at + k)
      at += 6
    } else if (isSimpleEscape(escaped)) {
      at += 2
    } else {
      return ~(at + 1)
    }
    at = plainTextEnd(at)
  }
}

/** From the opening quote to behind the closing one. */
export function stringEnd(at: i32): i32 {
  const end = plainTextEnd(at + 1)
  if (load<u8>(end) == quote) return end + 1
  const closing = escapedTextEnd(end)
  return closing < 0 ? closing : closing + 1
}

function isHexDigit(byte: u8): bool {
  return byte - 0x30 <= 9 || (byte | 0x20) - 0x61 <= 5
}

/** `"`, `\`, `/`, and the letters of control characters. */
function isSimpleEscape(byte: u8): bool {
  return (
    byte == quote ||
    byte == backslash ||
    byte == 0x2f ||
    byte == 0x62 ||
    byte == 0x66 ||
    byte == 0x6e ||
    byte == 0x72 ||
    byte == 0x74
  )
}

function isDigit(byte: u8): bool {
  return byte - 0x30 <= 9
}

function digitsEnd(at: i32): i32 {
  while (isDigit(load<u8>(at))) at++
  return at
}

/** The integer part of a number. What follows may be a fraction or exponent: `continuesNumber`. */
export function integerEnd(at: i32): i32 {
  if (load<u8>(at) == 0x2d /* - */) at++
  const first = load<u8>(at)
  if (first == 0x30) return at + 1
  return isDigit(first) ? digitsEnd(at + 1) : ~at
}

export function continuesNumber(byte: u8): bool {
  return byte == 0x2e || (byte | 0x20) == 0x65
}

/** Fraction and exponent, from behind the integer part. */
export function fractionEnd(at: i32): i32 {
  if (load<u8>(at) == 0x2e /* . */) {
    const end = digitsEnd(at + 1)
    if (end == at + 1) return ~end
    at = end
  }
  if ((load<u8>(at) | 0x20) == 0x65 /* e */) {
    at++
    const sign = load<u8>(at)
    if (sign == 0x2b || sign == 0x2d) at++
    const end = digitsEnd(at)
    if (end == at) return ~end
    at = end
  }
  return at
}

export function numberEnd(at: i32): i32 {
  const end = integerEnd(at)
  return end >= 0 && continuesNumber(load<u8>(end)) ? fractionEnd(end) : end
}

/** `true`, `false` or `null`. */
export function wordEnd(at: i32): i32 {
  const word = load<u32>(at)
  if (word == 0x65757274 /* true */ || word == 0x6c6c756e /* null */) return at + 4
  if (word == 0x736c6166 /* fals */ && load<u8>(at + 4) == 0x65) return at + 5
  return ~at
}

/** A value without containers in it. */
export function scalarEnd(at: i32): i32 {
  const byte = load<u8>(at)
  if (byte == quote) return stringEnd(at)
  return byte == 0x2d || isDigit(byte) ? numberEnd(at) : wordEnd(at)
}

/** From a key's opening quote over the colon to the value. */
function keyEnd(at: i32): i32 {
  if (load<u8>(at) != quote) return ~at
  const end = stringEnd(at)
  if (end < 0) return end
  const colon = skipBlanks(end)
  return load<u8>(colon) == 0x3a ? skipBlanks(colon + 1) : ~colon
}

/**
 * Any value, containers and all, from its first byte to behind its last. `depth` containers are open around it already; a
 * container that would be deeper than `maxNesting` does not fit.
 */
export function valueEnd(at: i32, depth: i32): i32 {
  const outer = depth
  while (true) {
    const byte = load<u8>(at)
    if (byte == 0x7b || byte == 0x5b) {
      if (depth == maxNesting) return ~at
      const isObject = byte == 0x7b
      const inside = skipBlanks(at + 1)
      if (load<u8>(inside) == (isObject ? 0x7d : 0x5d)) {
        at = inside + 1
      } else {
        store<u8>(containerKinds + depth++, isObject ? 1 : 0)
        at = isObject ? keyEnd(inside) : inside
        if (at < 0) return at
        continue
      }
    } else {
      at = scalarEnd(at)
      if (at < 0) return at
    }
    while (true) {
      if (depth == outer) return at
      at = skipBlanks(at)
      const next = load<u8>(at)
      const inObject = load<u8>(containerKinds + depth - 1) == 1
      if (next == 0x2c) {
        at = skipBlanks(at + 1)
        if (inObject) at = keyEnd(at)
        if (at < 0) return at
        break
      }
      if (next != (inObject ? 0x7d : 0x5d)) return ~at
      depth--
      at++
    }
  }
}

/** A whole text: blanks, a value, blanks, and then the 0 byte at `end`. Returns `end`, or `~address`. */
export function wholeEnd(at: i32, end: i32): i32 {
  const last = valueEnd(skipBlanks(at), 0)
  if (last < 0) return last
  const rest = skipBlanks(last)
  return rest == end ? end : ~rest
}

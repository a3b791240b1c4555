/**
 * The pieces of JSON's grammar (RFC 8259) over bytes: each takes an address and returns the address behind what it read, or
 * `~address` of the first byte that does not fit (negative: addresses are positive). They need no bound: the caller puts a 0
 * byte behind the text (`guarded` below), which is no white space and may stand nowhere in JSON. Words may be read up to
 * three bytes beyond it. That strings are valid UTF-8 is checked elsewhere.
 */
export const maxNesting = 1000

const quote = 0x22
const backslash = 0x5c

/** For each open container, innermost last: 1 an object, 0 an array. */
const containers = new Uint8Array(maxNesting + 1)

export function skipBlanks(u8: Uint8Array, at: number): number {
  let byte = u8[at]
  while (byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) byte = u8[++at]
  return at
}

/**
 * From inside a string to its next quote, backslash or control character. Four bytes at a time: a byte of a word is zero, or
 * less than n, where subtracting borrows from it (Bit Twiddling Hacks, "Determine if a word has a zero byte").
 */
export function plainTextEnd(view: DataView, at: number): number {
  for (;;) {
    const word = view.getInt32(at, true)
    const quotes = word ^ 0x22222222
    const backslashes = word ^ 0x5c5c5c5c
    const found =
      (((quotes - 0x01010101) & ~quotes) |
        ((backslashes - 0x01010101) & ~backslashes) |
        ((word - 0x20202020) & ~word)) &
      0x80808080
    if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >>> 3)
    at += 4
  }
}

/** From where `plainTextEnd` stopped to the closing quote, over escapes. */
export function escapedTextEnd(u8: Uint8Array, view: DataView, at: number): number {
  for (;;) {
    const byte = u8[at]
    if (byte === quote) return at
    if (byte !== backslash) return ~at
    const escaped = u8[at + 1]
    if (escaped === 0x75 /* u */) {
      for (let k = 2; k < 6; k++) if (hexDigit(u8[at + k]) < 0) return ~(at + k)
      at += 6
    } else if (isSimpleEscape(escaped)) {
      at += 2
    } else {
      return ~(at + 1)
    }
    at = plainTextEnd(view, at)
  }
}

/** From the opening quote to behind the closing one. */
export function stringEnd(u8: Uint8Array, view: DataView, at: number): number {
  const end = plainTextEnd(view, at + 1)
  if (u8[end] === quote) return end + 1
  const closing = escapedTextEnd(u8, view, end)
  return closing < 0 ? closing : closing + 1
}

function isSimpleEscape(byte: number): boolean {
  switch (byte) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return true
    default:
      return false
  }
}

export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

function digitsEnd(u8: Uint8Array, at: number): number {
  let byte = u8[at]
  while (byte >= 0x30 && byte <= 0x39) byte = u8[++at]
  return at
}

/** The integer part of a number. What follows may be a fraction or exponent: `continuesNumber`. */
export function integerEnd(u8: Uint8Array, at: number): number {
  if (u8[at] === 0x2d /* - */) at++
  const first = u8[at]
  if (first === 0x30) return at + 1
  return first >= 0x31 && first <= 0x39 ? digitsEnd(u8, at + 1) : ~at
}

export function continuesNumber(byte: number): boolean {
  return byte === 0x2e || (byte | 0x20) === 0x65
}

/** Fraction and exponent, from behind the integer part. */
export function fractionEnd(u8: Uint8Array, at: number): number {
  if (u8[at] === 0x2e /* . */) {
    const end = digitsEnd(u8, at + 1)
    if (end === at + 1) return ~end
    at = end
  }
  if ((u8[at] | 0x20) === 0x65 /* e */) {
    at++
    if (u8[at] === 0x2b || u8[at] === 0x2d) at++
    const end = digitsEnd(u8, at)
    if (end === at) return ~end
    at = end
  }
  return at
}

/** `true`, `false` or `null`. */
export function wordEnd(u8: Uint8Array, view: DataView, at: number): number {
  const word = view.getInt32(at, true)
  if (word === 0x65757274 /* true */ || word === 0x6c6c756e /* null */) return at + 4
  if (word === 0x736c6166 /* fals */ && u8[at + 4] === 0x65) return at + 5
  return ~at
}

/** A value without containers in it. */
export function scalarEnd(u8: Uint8Array, view: DataView, at: number): number {
  const byte = u8[at]
  if (byte === quote) return stringEnd(u8, view, at)
  if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
    const end = integerEnd(u8, at)
    return end >= 0 && continuesNumber(u8[end]) ? fractionEnd(u8, end) : end
  }
  return wordEnd(u8, view, at)
}

/** From a key's opening quote over the colon to the value. */
function keyEnd(u8: Uint8Array, view: DataView, at: number): number {
  if (u8[at] !== quote) return ~at
  const end = stringEnd(u8, view, at)
  if (end < 0) return end
  const colon = skipBlanks(u8, end)
  return u8[colon] === 0x3a ? skipBlanks(u8, colon + 1) : ~colon
}

/**
 * Any value, containers and all, from its first byte to behind its last. `depth` containers are open around it already; a
 * container that would be deeper than `maxNesting` does not fit.
 */
export function valueEnd(u8: Uint8Array, view: DataView, at: number, depth: number): number {
  const outer = depth
  for (;;) {
    const byte = u8[at]
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === maxNesting) return ~at
      const isObject = byte === 0x7b
      const inside = skipBlanks(u8, at + 1)
      if (u8[inside] === (isObject ? 0x7d : 0x5d)) {
        at = inside + 1
      } else {
        containers[depth++] = isObject ? 1 : 0
        at = isObject ? keyEnd(u8, view, inside) : inside
        if (at < 0) return at
        continue
      }
    } else {
      at = scalarEnd(u8, view, at)
      if (at < 0) return at
    }
    for (;;) {
      if (depth === outer) return at
      at = skipBlanks(u8, at)
      const next = u8[at]
      const inObject = containers[depth - 1] === 1
      if (next === 0x2c) {
        at = skipBlanks(u8, at + 1)
        if (inObject) at = keyEnd(u8, view, at)
        if (at < 0) return at
        break
      }
      if (next !== (inObject ? 0x7d : 0x5d)) return ~at
      depth--
      at++
    }
  }
}

/** What to tell people about the byte at which a text stopped being JSON. */
export function describeMisfit(u8: Uint8Array, at: number, end: number): string {
  if (at >= end) return 'unexpected end of the JSON text'
  const byte = u8[at]
  if (byte === 0x7b || byte === 0x5b) return `unexpected bracket, or nested over ${maxNesting} deep`
  return byte < 0x20 ? 'unexpected control character in the JSON text' : 'unexpected character in the JSON text'
}

/** JSON strings from UTF-8: escapes what RFC 8259 section 7 demands, and nothing else. */

/** For each byte: 0 stands as it is, 1 becomes `\u00XX`, anything else is the letter after the backslash. */
const escapes = new Uint8Array(256)
escapes.fill(1, 0, 0x20)
escapes[0x08] = 98 // b
escapes[0x09] = 116 // t
escapes[0x0a] = 110 // n
escapes[0x0c] = 102 // f
escapes[0x0d] = 114 // r
escapes[0x22] = 0x22
escapes[0x5c] = 0x5c

/** Room that a string of so many bytes may need, quotes included. */
export function quotedLengthMax(bytes: number): number {
  return bytes * 6 + 2
}

/** Writes source[start .. end), which is UTF-8, in quotes. Returns where it ends. */
export function writeQuoted(out: Uint8Array, at: number, source: Uint8Array, start: number, end: number): number {
  out[at++] = 0x22
  for (let i = start; i < end; i++) {
    const byte = source[i]
    const escape = escapes[byte]
    if (escape === 0) {
      out[at++] = byte
    } else {
      out[at++] = 0x5c
      if (escape === 1) at = writeHex(out, at, byte)
      else out[at++] = escape
    }
  }
  out[at++] = 0x22
  return at
}

/** `u00XX`, in lower case as JSON.stringify writes it. */
function writeHex(out: Uint8Array, at: number, byte: number): number {
  out[at] = 117
  out[at + 1] = 48
  out[at + 2] = 48
  out[at + 3] = 48 + (byte >>> 4)
  const low = byte & 15
  out[at + 4] = low < 10 ? 48 + low : 87 + low
  return at + 5
}

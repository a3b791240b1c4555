/** Strings and numbers of JSON (RFC 8259), found in a text. */

const quote = 0x22
const backslash = 0x5c
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const escape = /["\\/bfnrt]|u[\dA-Fa-f]{4}/y

/** Behind the string that begins here, or -1: there is none. No regex, whose stack a long string would exhaust. */
export function endOfString(text: string, start: number): number {
  if (text.charCodeAt(start) !== quote) return -1
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at + 1
    if (code < 0x20) return -1
    if (code === backslash) {
      escape.lastIndex = at + 1
      if (!escape.test(text)) return -1
      at = escape.lastIndex - 1
    }
  }
  return -1
}

/** Behind the number that begins here, or -1. */
export function endOfNumber(text: string, start: number): number {
  number.lastIndex = start
  return number.test(text) ? number.lastIndex : -1
}

/** Behind the white space that begins here. */
export function endOfBlanks(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
  }
}

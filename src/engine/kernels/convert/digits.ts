/** Digits of ASCII text to integers, and integers to the two words of an Int64Column, without BigInt. Columns of them: `wasm/`. */

const twoTo32 = 0x1_0000_0000

/** The number that digits make, at most nine of them; -1 if one is no digit. */
export function upTo9Digits(u8: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = u8[at] - 0x30
    if (digit < 0 || digit > 9) return -1
    value = (Math.imul(value, 10) + digit) | 0
  }
  return value
}

/** The number that digits make, at most 15 of them, exact; -1 if one is no digit. */
export function upTo15Digits(u8: Uint8Array, start: number, end: number): number {
  if (end - start <= 9) return upTo9Digits(u8, start, end)
  const high = upTo9Digits(u8, start, end - 9)
  const low = upTo9Digits(u8, end - 9, end)
  return high < 0 || low < 0 ? -1 : high * 1e9 + low
}

/** Writes an integer of a magnitude of at most 2^53. An element of an Int32Array takes the lowest 32 bits of it. */
export function putSafeInteger(words: Int32Array, row: number, value: number): void {
  words[row * 2] = value
  words[row * 2 + 1] = Math.floor(value / twoTo32)
}

/** Digits of ASCII text to integers, and integers to the two words of an Int64Column, without BigInt. */

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

/**
 * Writes the integer that digits make, at most 19 of them; false, and nothing written, if one is no digit or the value is not of
 * 64 bits.
 */
export function putDigits(
  words: Int32Array,
  row: number,
  u8: Uint8Array,
  start: number,
  end: number,
  negative: boolean,
): boolean {
  if (end - start <= 15) {
    const value = upTo15Digits(u8, start, end)
    if (value < 0) return false
    putSafeInteger(words, row, negative ? -value : value)
    return true
  }
  const high = upTo15Digits(u8, start, end - 9)
  const low = upTo9Digits(u8, end - 9, end)
  return high >= 0 && low >= 0 && putBillions(words, row, high, low, negative)
}

/**
 * Writes ±(high * 10^9 + low), high of at most ten digits; false if that is not of 64 bits. Summed in parts that are exact as doubles:
 * high = 2^15 * a + b. Remainders by powers of two are taken by subtraction, as `%` of doubles is a call.
 */
export function putBillions(words: Int32Array, row: number, high: number, low: number, negative: boolean): boolean {
  const highUpper = Math.floor(high / 0x8000)
  const upper = highUpper * 1e9
  const upperHigh = Math.floor(upper / 0x2_0000)
  const lower = (high - highUpper * 0x8000) * 1e9 + low
  const lowerHigh = Math.floor(lower / twoTo32)
  const lowSum = (upper - upperHigh * 0x2_0000) * 0x8000 + (lower - lowerHigh * twoTo32)
  const carry = lowSum >= twoTo32 ? 1 : 0
  const lowWord = lowSum - carry * twoTo32
  const highWord = upperHigh + lowerHigh + carry
  // The one value whose magnitude has no positive twin, -2^63, is left to the caller's slow way.
  if (highWord > 0x7fff_ffff) return false
  if (negative) {
    words[row * 2] = -(lowWord | 0)
    words[row * 2 + 1] = lowWord === 0 ? -highWord : ~highWord
  } else {
    words[row * 2] = lowWord
    words[row * 2 + 1] = highWord
  }
  return true
}

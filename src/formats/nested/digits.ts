/** Decimal digits to the words of 64-bit and 128-bit integers: what `kernels/convert/digits.ts` has no fast way for. */
import { putSafeInteger, upTo15Digits } from '../../engine/kernels/convert/digits.ts'

const minus = 0x2d
const point = 0x2e

/** Base 65,536, lowest first. */
const limbs = new Float64Array(8)

/**
 * Writes the number in [start, end), a point in it passed over, as two's complement of `count` words from words[at] on. The
 * number is one that the words hold.
 */
export function putNumber(
  words: Int32Array,
  at: number,
  count: 2 | 4,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const negative = bytes[start] === minus
  const first = negative ? start + 1 : start
  if (count === 2 && end - first <= 15) {
    const value = upTo15Digits(bytes, first, end)
    if (value >= 0) {
      putSafeInteger(words, at >> 1, negative ? -value : value)
      return
    }
  }
  limbs.fill(0)
  let group = 0
  let scale = 1
  for (let i = first; i < end; i++) {
    if (bytes[i] === point) continue
    group = group * 10 + bytes[i] - 0x30
    scale *= 10
    if (scale < 1e9 && i < end - 1) continue
    addGroup(scale, group)
    group = 0
    scale = 1
  }
  if (scale > 1) addGroup(scale, group)
  putLimbs(words, at, count, negative)
}

/** limbs * scale + group; exact, as 65,536 * 10^9 is. */
function addGroup(scale: number, group: number): void {
  let carry = group
  for (let i = 0; i < limbs.length; i++) {
    const sum = limbs[i] * scale + carry
    carry = Math.floor(sum / 65_536)
    limbs[i] = sum - carry * 65_536
  }
}

function putLimbs(words: Int32Array, at: number, count: number, negative: boolean): void {
  let carry = negative ? 1 : 0
  for (let word = 0; word < count; word++) {
    let value = limbs[2 * word] + limbs[2 * word + 1] * 65_536
    if (negative) {
      value = 0xffff_ffff - value + carry
      carry = value > 0xffff_ffff ? 1 : 0
    }
    words[at + word] = value
  }
}

/** Writes seconds * 10^6 + micros as two words from words[at] on; `seconds` is below 2^42, micros 0 .. 999,999. */
export function putMicros(words: Int32Array, at: number, seconds: number, micros: number): void {
  const upper = Math.floor(seconds / 65_536)
  const lower = (seconds - upper * 65_536) * 1_000_000 + micros
  const lowerUpper = Math.floor(lower / 65_536)
  const middle = upper * 1_000_000 + lowerUpper
  const high = Math.floor(middle / 65_536)
  words[at] = ((middle - high * 65_536) << 16) | (lower - lowerUpper * 65_536)
  words[at + 1] = high
}

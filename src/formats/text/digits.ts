/** Integers and decimals as decimal digits in ASCII, from the words of their columns, without BigInt and without strings. */

const zero = 48
const minus = 45
const point = 46

/** The longest: sign, 39 digits, a point and a zero before it. */
export const numberBytesMax = 44

/** Writes the digits of `value`, at least `width` of them (zeros in front). `value` is integral, 0 .. 2^53. */
export function writeDigits(out: Uint8Array, at: number, value: number, width: number): number {
  let count = width
  for (let limit = 10 ** width; value >= limit; limit *= 10) count++
  for (let i = at + count - 1; i >= at; i--) {
    const rest = Math.floor(value / 10)
    out[i] = zero + (value - rest * 10)
    value = rest
  }
  return at + count
}

export function writeInt32(out: Uint8Array, at: number, value: number): number {
  if (value < 0) {
    out[at++] = minus
    value = -value
  }
  return writeDigits(out, at, value, 1)
}

/** The value is high * 2^32 + low, both given as signed words. */
export function writeInt64(out: Uint8Array, at: number, low: number, high: number): number {
  if (high === low >> 31) return writeInt32(out, at, low)
  return writeDecimal64(out, at, low, high, 0)
}

/** An unscaled 64-bit integer as a decimal of `scale` digits after the point, all of them written. */
export function writeDecimal64(out: Uint8Array, at: number, low: number, high: number, scale: number): number {
  if (high < 0) {
    out[at++] = minus
    low = -low | 0
    high = low === 0 ? -high | 0 : ~high
  }
  const unsignedLow = low >>> 0
  const unsignedHigh = high >>> 0
  if (unsignedHigh < 0x20_0000) return writeScaled(out, at, unsignedHigh * 4_294_967_296 + unsignedLow, scale)
  limbs[0] = unsignedLow & 0xffff
  limbs[1] = unsignedLow >>> 16
  limbs[2] = unsignedHigh & 0xffff
  limbs[3] = unsignedHigh >>> 16
  return writeLimbs(out, at, 4, scale)
}

/** An unscaled 128-bit integer, four words from `first` on, lowest first, as a decimal of `scale` digits after the point. */
export function writeDecimal128(out: Uint8Array, at: number, words: Int32Array, first: number, scale: number): number {
  const negative = words[first + 3] < 0
  if (negative) out[at++] = minus
  let carry = negative ? 1 : 0
  for (let i = 0; i < 4; i++) {
    const word = (negative ? ~words[first + i] : words[first + i]) >>> 0
    const sum = word + carry
    carry = sum > 0xffff_ffff ? 1 : 0
    limbs[2 * i] = sum & 0xffff
    limbs[2 * i + 1] = (sum >>> 16) & 0xffff
  }
  return writeLimbs(out, at, 8, scale)
}

/** Base 65,536, lowest first. */
const limbs = new Int32Array(8)
const nineDigits = new Int32Array(5)

/** Digits of the limbs: divided by 10^9 again and again, which stays exact in doubles as 10^9 * 2^16 < 2^53. */
function writeLimbs(out: Uint8Array, at: number, count: number, scale: number): number {
  let groups = 0
  while (count > 0) {
    let remainder = 0
    for (let i = count - 1; i >= 0; i--) {
      const part = remainder * 65_536 + limbs[i]
      const quotient = Math.floor(part / 1_000_000_000)
      limbs[i] = quotient
      remainder = part - quotient * 1_000_000_000
    }
    while (count > 0 && limbs[count - 1] === 0) count--
    nineDigits[groups++] = remainder
  }
  if (groups === 0) return writeScaled(out, at, 0, scale)
  const start = at
  at = writeDigits(out, at, nineDigits[groups - 1], 1)
  for (let group = groups - 2; group >= 0; group--) at = writeDigits(out, at, nineDigits[group], 9)
  return scale === 0 ? at : insertPoint(out, start, at, scale)
}

function writeScaled(out: Uint8Array, at: number, value: number, scale: number): number {
  const end = writeDigits(out, at, value, 1)
  return scale === 0 ? end : insertPoint(out, at, end, scale)
}

/** Digits stand in start .. end; sets a point before the last `scale` of them, with zeros in front as needed. */
function insertPoint(out: Uint8Array, start: number, end: number, scale: number): number {
  const missing = scale + 1 - (end - start)
  if (missing > 0) {
    out.copyWithin(start + missing, start, end)
    out.fill(zero, start, start + missing)
    end += missing
  }
  out.copyWithin(end - scale + 1, end - scale, end)
  out[end - scale] = point
  return end + 1
}

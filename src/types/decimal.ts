/**
 * Exact numbers: a DECIMAL's value is a bigint, `unscaled`, that counts units of 10^-scale (1.50 of scale 2 is 150n).
 * Text is read digit by digit: nothing passes through a double.
 */
import { Failure } from './value.ts'

/**
 * A number as written, in text or JSON: `-12`, `+1.50`, `.5`, `5.`, `1e3`. Groups: sign, digits before the point, behind it,
 * digits behind a leading point, exponent.
 */
const numberSyntax = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/

/** sign * digits * 10^exponent; `digits` without leading zeros, '' is zero. */
export interface ExactNumber {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

/** Far beyond any exponent that a number of 38 digits or a double can have; larger ones mean the same. */
const exponentMax = 1_000_000

/** Reads a number exactly; null if the text is none. No blanks. */
export function readNumber(text: string): ExactNumber | null {
  const match = numberSyntax.exec(text)
  if (match === null) return null
  const fraction = match[3] ?? match[4] ?? ''
  const digits = ((match[2] ?? '') + fraction).replace(/^0+/, '')
  const exponent = Math.max(-exponentMax, Math.min(exponentMax, Number(match[5] ?? 0)))
  return { negative: match[1] === '-', digits, exponent: exponent - fraction.length }
}

/**
 * The unscaled value at this scale; `cut` says what happens to digits beyond it: `exact` gives null if any of them is not zero,
 * `half-up` rounds (half away from zero), `floor` goes towards the smaller number. Null too if it has more than 60 digits.
 */
export function unscaledOf(number: ExactNumber, scale: number, cut: 'exact' | 'half-up' | 'floor'): bigint | null {
  if (number.digits === '') return 0n
  const shift = number.exponent + scale
  if (number.digits.length + shift > 60) return null
  const sign = number.negative ? -1n : 1n
  if (shift >= 0) return sign * BigInt(number.digits) * powerOfTen(shift)
  const kept = Math.max(number.digits.length + shift, 0)
  const value = sign * BigInt(number.digits.slice(0, kept) || '0')
  // Leading zeros are gone, so that `rest` reads as the digits behind the last kept one only when there are enough of them.
  const rest = number.digits.slice(kept)
  if (/^0*$/.test(rest)) return value
  switch (cut) {
    case 'exact':
      return null
    case 'floor':
      return number.negative ? value - 1n : value
    case 'half-up':
      return rest.length === -shift && rest >= '5' ? value + sign : value
  }
}

/** Text to DECIMAL: exact, only zeros beyond the scale may go, and no more digits than the precision. */
export function decimalFromText(text: string, precision: number, scale: number): bigint | Failure {
  const number = readNumber(text)
  if (number === null) return new Failure('not a number')
  const unscaled = unscaledOf(number, scale, 'exact')
  if (unscaled === null || !fitsPrecision(unscaled, precision)) return tooManyDigits(precision, scale)
  return unscaled
}

export function tooManyDigits(precision: number, scale: number): Failure {
  return new Failure(`more digits than DECIMAL(${precision}, ${scale}) holds`)
}

/** `-1.50` for (-150n, 2): all digits of the scale, no exponent. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString()
  const negative = unscaled < 0n
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** The same number at another scale, rounded half away from zero where digits go. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  return to >= from ? unscaled * powerOfTen(to - from) : divideHalfUp(unscaled, powerOfTen(from - to))
}

/** dividend / divisor, rounded half away from zero. */
function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const rest = dividend % divisor
  if (2n * magnitude(rest) < magnitude(divisor)) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

export function fitsPrecision(unscaled: bigint, precision: number): boolean {
  return magnitude(unscaled) < powerOfTen(precision)
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

const powers = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent))

export function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent)
}

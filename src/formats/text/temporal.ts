/**
 * Dates, times and timestamps as text: `yyyy-MM-dd`, `HH:mm:ss[.S…]`, `yyyy-MM-dd HH:mm:ss[.S…]`. Years beyond 9999 and before 0
 * get more digits and a sign. Days to civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
import { division, floorDivide } from '../words.ts'
import { writeDigits } from './digits.ts'

const hyphen = 45
const colon = 58
const point = 46

export const dateBytesMax = 16
export const timeBytesMax = 16
/** Year with sign and 6 digits, the rest, and a `Z`. */
export const timestampBytesMax = 40

/** Days since 1970-01-01. */
export function writeDate(out: Uint8Array, at: number, days: number): number {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  if (year < 0) {
    out[at++] = hyphen
    year = -year
  }
  at = writeDigits(out, at, year, 4)
  out[at++] = hyphen
  at = writeDigits(out, at, month, 2)
  out[at++] = hyphen
  return writeDigits(out, at, day, 2)
}

/** Seconds of the day 0 .. 86,399 and microseconds of the second, of which the first `precision` digits are written. */
export function writeTime(out: Uint8Array, at: number, seconds: number, micros: number, precision: number): number {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  at = writeDigits(out, at, hours, 2)
  out[at++] = colon
  at = writeDigits(out, at, minutes - hours * 60, 2)
  out[at++] = colon
  at = writeDigits(out, at, seconds - minutes * 60, 2)
  if (precision === 0) return at
  out[at++] = point
  return writeDigits(out, at, Math.floor(micros / 10 ** (6 - precision)), precision)
}

/** Microseconds since midnight, as the words of an i64. Never 2^53 or more. */
export function writeTimeOfDay(out: Uint8Array, at: number, low: number, high: number, precision: number): number {
  const micros = high * 4_294_967_296 + (low >>> 0)
  const seconds = Math.floor(micros / 1_000_000)
  return writeTime(out, at, seconds, micros - seconds * 1_000_000, precision)
}

/** Microseconds since the epoch, as the words of an i64; `separator` is the byte between date and time. */
export function writeTimestamp(
  out: Uint8Array,
  at: number,
  low: number,
  high: number,
  precision: number,
  separator: number,
): number {
  floorDivide(low, high, 1_000_000)
  const seconds = division.high * 4_294_967_296 + (division.low >>> 0)
  const micros = division.remainder
  const days = Math.floor(seconds / 86_400)
  at = writeDate(out, at, days)
  out[at++] = separator
  return writeTime(out, at, seconds - days * 86_400, micros, precision)
}

/** The proleptic Gregorian calendar in whole numbers: days since 1970-01-01, microseconds, and their parts. */

export const secondsPerDay = 86_400
export const microsPerDay = 86_400_000_000

/** Days since 1970-01-01. Howard Hinnant, http://howardhinnant.github.io/date_algorithms.html#days_from_civil */
export function daysFromDate(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export interface DateParts {
  readonly year: number
  readonly month: number
  readonly day: number
}

export function dateFromDays(days: number): DateParts {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : monthLengths[month - 1]
}

/** 1 is Monday, as in ISO 8601. */
export function weekdayOf(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1
}

/** Dates and timestamps are of the years 0000 to 9999, which every format and its readers can hold. */
export const daysMin = daysFromDate(0, 1, 1)
export const daysMax = daysFromDate(9999, 12, 31)

/** Local date and time as a TIMESTAMP's value: microseconds since 1970-01-01T00:00:00. */
export function timestampOf(days: number, microsOfDay: number): bigint {
  return BigInt(days) * 86_400_000_000n + BigInt(microsOfDay)
}

export interface SplitTimestamp {
  readonly days: number
  /** 0 to 86,399,999,999 */
  readonly microsOfDay: number
}

export function splitTimestamp(micros: bigint): SplitTimestamp {
  const days = floorDivide(micros, 86_400_000_000n)
  return { days: Number(days), microsOfDay: Number(micros - days * 86_400_000_000n) }
}

/** The value itself; null beyond those years. An instant is judged in UTC: no text of a later one could be read again. */
export function withinYears(micros: bigint): bigint | null {
  const { days } = splitTimestamp(micros)
  return days < daysMin || days > daysMax ? null : micros
}

export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}

/** Cuts the digits of the second's fraction beyond `precision` (0 to 6), towards the past. */
export function cutMicros(microsOfDay: number, precision: number): number {
  const unit = 10 ** (6 - precision)
  return microsOfDay - (microsOfDay % unit)
}

/** What a text says about date and time, field by field, and the date and time that these make: strictly, no field may be odd. */
import type { NumberField } from './elements.ts'
import { dateFromDays, daysFromDate, daysInMonth, isLeapYear, weekdayOf } from './calendar.ts'

/** null: not said. */
export interface DatetimeFields {
  year: number | null
  month: number | null
  day: number | null
  dayOfYear: number | null
  hour: number | null
  clockHour: number | null
  hourOfHalf: number | null
  clockHourOfHalf: number | null
  minute: number | null
  second: number | null
  /** Microseconds of the second; digits beyond are cut. */
  micros: number | null
  /** 1 is Monday. */
  weekday: number | null
  /** 0 is AM. */
  half: number | null
  offsetSeconds: number | null
  zoneId: string | null
}

export function noFields(): DatetimeFields {
  return {
    year: null,
    month: null,
    day: null,
    dayOfYear: null,
    hour: null,
    clockHour: null,
    hourOfHalf: null,
    clockHourOfHalf: null,
    minute: null,
    second: null,
    micros: null,
    weekday: null,
    half: null,
    offsetSeconds: null,
    zoneId: null,
  }
}

const ranges: Readonly<Record<NumberField, readonly [min: number, max: number]>> = {
  year: [0, 9999],
  month: [1, 12],
  day: [1, 31],
  dayOfYear: [1, 366],
  hour: [0, 23],
  clockHour: [1, 24],
  hourOfHalf: [0, 11],
  clockHourOfHalf: [1, 12],
  minute: [0, 59],
  second: [0, 59],
}

/** Says a field; false if it is out of range, or was said otherwise before. */
export function setNumber(fields: DatetimeFields, field: NumberField, value: number): boolean {
  const [min, max] = ranges[field]
  if (value < min || value > max) return false
  const before = fields[field]
  fields[field] = value
  return before === null || before === value
}

/** Microseconds of the day; what is not said is zero. Null if two hours contradict each other. */
export function resolveTime(fields: DatetimeFields): number | null {
  const hours = [
    fields.hour,
    fields.clockHour === null ? null : fields.clockHour % 24,
    halfHour(fields.hourOfHalf, fields.half),
    halfHour(fields.clockHourOfHalf === null ? null : fields.clockHourOfHalf % 12, fields.half),
  ].filter((hour) => hour !== null)
  const hour = hours[0] ?? 0
  if (hours.some((other) => other !== hour)) return null
  if (fields.half !== null && hours.length > 0 && fields.half !== Math.floor(hour / 12)) return null
  return ((hour * 60 + (fields.minute ?? 0)) * 60 + (fields.second ?? 0)) * 1_000_000 + (fields.micros ?? 0)
}

function halfHour(hour: number | null, half: number | null): number | null {
  return hour === null || half === null ? null : hour + 12 * half
}

/**
 * Days since 1970-01-01. Month and day not said are 1; a year not said is the one that brings the date nearest to the record,
 * `recordDays` (days, with a fraction). Null if there is no such date, or it cannot be told.
 */
export function resolveDate(fields: DatetimeFields, recordDays: number | null): number | null {
  if (fields.year !== null) return dateInYear(fields, fields.year)
  if (recordDays === null || fields.month === null) return null
  const recordYear = dateFromDays(Math.floor(recordDays)).year
  let nearest: number | null = null
  // Eight years to either side hold a 29 February.
  for (let year = recordYear - 8; year <= recordYear + 8; year++) {
    const days = dateInYear(fields, year)
    if (days === null) continue
    if (nearest === null || Math.abs(days - recordDays) < Math.abs(nearest - recordDays)) nearest = days
  }
  return nearest
}

function dateInYear(fields: DatetimeFields, year: number): number | null {
  const days = fields.dayOfYear === null ? monthAndDay(fields, year) : dayOfYear(fields, year, fields.dayOfYear)
  if (days === null || (fields.weekday !== null && fields.weekday !== weekdayOf(days))) return null
  return days
}

function monthAndDay(fields: DatetimeFields, year: number): number | null {
  const month = fields.month ?? 1
  const day = fields.day ?? 1
  return day <= daysInMonth(year, month) ? daysFromDate(year, month, day) : null
}

function dayOfYear(fields: DatetimeFields, year: number, ordinal: number): number | null {
  if (ordinal > (isLeapYear(year) ? 366 : 365)) return null
  const days = daysFromDate(year, 1, 1) + ordinal - 1
  const date = dateFromDays(days)
  const agrees = (fields.month ?? date.month) === date.month && (fields.day ?? date.day) === date.day
  return agrees ? days : null
}

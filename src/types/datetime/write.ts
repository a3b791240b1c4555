/** Date and time as text: by a pattern, and in SQL's own form `2026-11-20 10:00:00.123`. */
import type { TemporalType } from '../families.ts'
import type { Zone } from '../zones.ts'
import { dateFromDays, daysFromDate, splitTimestamp, weekdayOf } from './calendar.ts'
import type { DatetimePattern, NumberField, OffsetElement, PatternElement } from './elements.ts'
import { localOfInstant } from './instant.ts'
import { namesOf } from './names.ts'

/** What a pattern can show. */
export interface LocalDatetime {
  /** Days since 1970-01-01. */
  readonly days: number
  readonly microsOfDay: number
  /** Where the value is an instant; else null, and optional sections with a zone are left out. */
  readonly zone: { readonly id: string; readonly offsetSeconds: number } | null
}

export function localDatetime(value: number | bigint, type: TemporalType, zone: Zone): LocalDatetime {
  switch (type.kind) {
    case 'DATE':
      return { days: value as number, microsOfDay: 0, zone: null }
    case 'TIME':
      return { days: 0, microsOfDay: value as number, zone: null }
    case 'TIMESTAMP':
      return { ...splitTimestamp(value as bigint), zone: null }
    case 'TIMESTAMP_LTZ': {
      const local = localOfInstant(value as bigint, zone)
      const offsetSeconds = Number((local - (value as bigint)) / 1_000_000n)
      return { ...splitTimestamp(local), zone: { id: zone.id, offsetSeconds } }
    }
  }
}

/** A pattern that names a zone outside of brackets needs a datetime that has one. */
export function formatDatetime(pattern: DatetimePattern, datetime: LocalDatetime): string {
  return write(pattern.elements, datetime)
}

function write(elements: readonly PatternElement[], datetime: LocalDatetime): string {
  return elements.map((element) => elementText(element, datetime)).join('')
}

function elementText(element: PatternElement, datetime: LocalDatetime): string {
  switch (element.kind) {
    case 'literal':
      return element.text
    case 'number': {
      const value = numberOf(element.field, datetime)
      return String(element.twoDigitYear ? value % 100 : value).padStart(element.digitsMin, '0')
    }
    case 'fraction':
      return fractionDigits(datetime.microsOfDay).padEnd(9, '0').slice(0, element.digits)
    case 'name':
      return namesOf(element.of, element.style)[nameIndex(element.of, datetime)]
    case 'offset':
      return offsetText(element, zoneOf(datetime).offsetSeconds)
    case 'zone-id':
      return zoneOf(datetime).id
    case 'optional': {
      const needsZone = element.elements.some((part) => part.kind === 'offset' || part.kind === 'zone-id')
      return needsZone && datetime.zone === null ? '' : write(element.elements, datetime)
    }
  }
}

function zoneOf(datetime: LocalDatetime): NonNullable<LocalDatetime['zone']> {
  if (datetime.zone === null) throw new Error('a pattern with a zone, for a value without')
  return datetime.zone
}

function numberOf(field: NumberField, { days, microsOfDay }: LocalDatetime): number {
  const hour = Math.floor(microsOfDay / 3_600_000_000)
  switch (field) {
    case 'year':
    case 'month':
    case 'day':
      return dateFromDays(days)[field]
    case 'dayOfYear':
      return days - daysFromDate(dateFromDays(days).year, 1, 1) + 1
    case 'hour':
      return hour
    case 'clockHour':
      return hour === 0 ? 24 : hour
    case 'hourOfHalf':
      return hour % 12
    case 'clockHourOfHalf':
      return hour % 12 === 0 ? 12 : hour % 12
    case 'minute':
      return Math.floor(microsOfDay / 60_000_000) % 60
    case 'second':
      return Math.floor(microsOfDay / 1_000_000) % 60
  }
}

function nameIndex(of: 'month' | 'weekday' | 'half', { days, microsOfDay }: LocalDatetime): number {
  switch (of) {
    case 'month':
      return dateFromDays(days).month - 1
    case 'weekday':
      return weekdayOf(days) - 1
    case 'half':
      return microsOfDay < 43_200_000_000 ? 0 : 1
  }
}

function fractionDigits(microsOfDay: number): string {
  return String(microsOfDay % 1_000_000).padStart(6, '0')
}

function offsetText(element: OffsetElement, offsetSeconds: number): string {
  if (offsetSeconds === 0 && element.zero !== null) return element.zero
  if (offsetSeconds === 0 && element.gmt) return 'GMT'
  const total = Math.abs(offsetSeconds)
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  const seconds = total % 60
  const colon = element.colon ? ':' : ''
  const showsSeconds = element.seconds === 'unless-zero' && seconds !== 0
  const showsMinutes = element.minutes === 'always' || minutes !== 0 || showsSeconds
  return [
    element.gmt ? 'GMT' : '',
    offsetSeconds < 0 ? '-' : '+',
    element.gmt && element.minutes === 'unless-zero' ? String(hours) : twoDigits(hours),
    showsMinutes ? colon + twoDigits(minutes) : '',
    showsSeconds ? colon + twoDigits(seconds) : '',
  ].join('')
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** SQL's form: `2026-11-20`, `10:00:00.123`, `2026-11-20 10:00:00.123`, with exactly the type's digits of the fraction. */
export function sqlDatetimeText(value: number | bigint, type: TemporalType, zone: Zone): string {
  const { days, microsOfDay } = localDatetime(value, type, zone)
  if (type.kind === 'DATE') return dateText(days)
  const time = timeText(microsOfDay, type.precision)
  return type.kind === 'TIME' ? time : `${dateText(days)} ${time}`
}

function dateText(days: number): string {
  const { year, month, day } = dateFromDays(days)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

function timeText(microsOfDay: number, precision: number): string {
  const seconds = Math.floor(microsOfDay / 1_000_000)
  const text = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
  return precision === 0 ? text : `${text}.${fractionDigits(microsOfDay).slice(0, precision)}`
}

/**
 * Date and time texts of fixed layout: patterns whose every field has a fixed width (`yyyy-MM-dd HH:mm:ss.SSS Z`,
 * `dd/MMM/yyyy:HH:mm:ss Z`, `yyyyMMdd`), and ISO 8601, read from bytes into a `LocalTime` without strings.
 */
import type { DatetimeFormat } from '../../../types/datetime/format.ts'
import type { OffsetElement } from '../../../types/datetime/elements.ts'
import { daysFromDate, daysInMonth } from '../../../types/datetime/calendar.ts'
import { namesOf } from '../../../types/datetime/names.ts'
import { upTo9Digits } from './digits.ts'

/** What a reader found; used again for every value. */
export class LocalTime {
  year = 0
  month = 1
  day = 1
  hour = 0
  minute = 0
  second = 0
  micros = 0
  hasOffset = false
  offsetSeconds = 0
  private dayKey = -1
  private dayValue = 0

  clear(): void {
    this.year = 0
    this.month = 1
    this.day = 1
    this.hour = 0
    this.minute = 0
    this.second = 0
    this.micros = 0
    this.hasOffset = false
    this.offsetSeconds = 0
  }

  /** Whether date and time exist. */
  get isValid(): boolean {
    const { month, day } = this
    return (
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      (day <= 28 || day <= daysInMonth(this.year, month)) &&
      this.hour <= 23 &&
      this.minute <= 59 &&
      this.second <= 59
    )
  }

  /** Days since 1970-01-01; logs have the same day again and again. */
  get days(): number {
    const key = (this.year * 16 + this.month) * 32 + this.day
    if (key !== this.dayKey) {
      this.dayKey = key
      this.dayValue = daysFromDate(this.year, this.month, this.day)
    }
    return this.dayValue
  }

  get secondOfDay(): number {
    return (this.hour * 60 + this.minute) * 60 + this.second
  }
}

/** Reads the whole text [start, end); false if it does not fit, or might fit in a way that this reader does not know. */
export type LayoutReader = (u8: Uint8Array, start: number, end: number, into: LocalTime) => boolean

interface Layout {
  readonly reader: LayoutReader
  readonly hasDate: boolean
  readonly hasTime: boolean
}

type NumberPart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
type Part =
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly field: NumberPart; readonly width: number }
  | { readonly kind: 'fraction'; readonly width: number }
  | { readonly kind: 'month-name' }
  | { readonly kind: 'offset'; readonly colon: boolean; readonly allowsZ: boolean }

/** A reader for the format, or null where it has no fixed layout. */
export function layoutOf(format: DatetimeFormat): Layout | null {
  switch (format.kind) {
    case 'iso8601':
      return { reader: readIso, hasDate: true, hasTime: true }
    case 'unix':
      return null
    case 'pattern': {
      const parts: Part[] = []
      const seen = new Set<string>()
      for (const [k, element] of format.elements.entries()) {
        const isLast = k === format.elements.length - 1
        const part = partOf(element, isLast)
        if (part === null) return null
        if (part.kind !== 'literal') {
          const field = part.kind === 'number' ? part.field : part.kind === 'month-name' ? 'month' : part.kind
          if (seen.has(field)) return null
          seen.add(field)
        }
        parts.push(part)
      }
      const hasDate = seen.has('year') && seen.has('month') && seen.has('day')
      return { reader: readerOf(parts), hasDate, hasTime: seen.has('hour') }
    }
  }
}

type Element = Extract<DatetimeFormat, { kind: 'pattern' }>['elements'][number]

function partOf(element: Element, isLast: boolean): Part | null {
  switch (element.kind) {
    case 'literal':
      return { kind: 'literal', bytes: Buffer.from(element.text) }
    case 'number': {
      const { field, digitsMin, digitsMax } = element
      if (digitsMin !== digitsMax || element.twoDigitYear) return null
      switch (field) {
        case 'year':
        case 'month':
        case 'day':
        case 'hour':
        case 'minute':
        case 'second':
          return { kind: 'number', field, width: digitsMin }
        case 'dayOfYear':
        case 'clockHour':
        case 'hourOfHalf':
        case 'clockHourOfHalf':
          return null
      }
    }
    case 'fraction':
      return { kind: 'fraction', width: element.digits }
    case 'name':
      return element.of === 'month' && element.style === 'short' ? { kind: 'month-name' } : null
    case 'offset':
      return isLast ? offsetPart(element) : null
    case 'zone-id':
    case 'optional':
      return null
  }
}

function offsetPart(element: OffsetElement): Part | null {
  const isPlain = element.minutes === 'always' && element.seconds === 'never' && !element.gmt
  return isPlain ? { kind: 'offset', colon: element.colon, allowsZ: element.zero === 'Z' } : null
}

/** Bytes from the start of the text. */
interface Place {
  readonly at: number
  readonly width: number
}

/** Where things are: all but the offset, which comes last, have their fixed place. What a pattern has not is of width 0. */
class Places {
  private readonly literals: { readonly at: number; readonly byte: number }[] = []
  readonly numbers: Record<NumberPart, Place>
  readonly monthName: Place
  readonly fraction: Place
  readonly offset: Extract<Part, { kind: 'offset' }> | null
  /** Of all but the offset. */
  readonly width: number

  constructor(parts: readonly Part[]) {
    const none: Place = { at: 0, width: 0 }
    this.numbers = { year: none, month: none, day: none, hour: none, minute: none, second: none }
    let [monthName, fraction] = [none, none]
    let offset: typeof this.offset = null
    let at = 0
    for (const part of parts) {
      const width = widthOf(part)
      const place: Place = { at, width }
      if (part.kind === 'literal') part.bytes.forEach((byte, k) => this.literals.push({ at: place.at + k, byte }))
      if (part.kind === 'number') this.numbers[part.field] = place
      if (part.kind === 'month-name') monthName = place
      if (part.kind === 'fraction') fraction = place
      if (part.kind === 'offset') offset = part
      at += width
    }
    this.monthName = monthName
    this.fraction = fraction
    this.offset = offset
    this.width = at
  }

  hasLiterals(u8: Uint8Array, start: number): boolean {
    const { literals } = this
    for (let k = 0; k < literals.length; k++) if (u8[start + literals[k].at] !== literals[k].byte) return false
    return true
  }
}

function widthOf(part: Part): number {
  switch (part.kind) {
    case 'literal':
      return part.bytes.length
    case 'number':
    case 'fraction':
      return part.width
    case 'month-name':
      return 3
    case 'offset':
      return 0
  }
}

function readerOf(parts: readonly Part[]): LayoutReader {
  const places = new Places(parts)
  const { numbers, monthName, fraction, width, offset } = places
  return (u8, start, end, into) => {
    into.clear()
    const behind = start + width
    if (behind > end || !places.hasLiterals(u8, start)) return false
    const year = readNumber(u8, start, numbers.year)
    const day = readNumber(u8, start, numbers.day)
    const hour = readNumber(u8, start, numbers.hour)
    const minute = readNumber(u8, start, numbers.minute)
    const second = readNumber(u8, start, numbers.second)
    if (year < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return false
    into.year = year
    if (numbers.month.width > 0) into.month = readNumber(u8, start, numbers.month)
    else if (monthName.width > 0) into.month = monthNamed(u8, start + monthName.at)
    if (numbers.day.width > 0) into.day = day
    into.hour = hour
    into.minute = minute
    into.second = second
    const fractionAt = start + fraction.at
    if (fraction.width > 0 && !readFraction(u8, fractionAt, fractionAt + fraction.width, into)) return false
    const isWhole = offset === null ? behind === end : readOffsetPart(offset, u8, behind, end, into)
    return isWhole && into.isValid
  }
}

/** -1 where there are no digits; 0 if the pattern has no such number. */
function readNumber(u8: Uint8Array, start: number, { at, width }: Place): number {
  return upTo9Digits(u8, start + at, start + at + width)
}

/** Whether [at, end) is an offset. */
function readOffsetPart(
  { colon, allowsZ }: Extract<Part, { kind: 'offset' }>,
  u8: Uint8Array,
  at: number,
  end: number,
  into: LocalTime,
): boolean {
  if (allowsZ && at + 1 === end && u8[at] === 0x5a /* Z */) {
    into.hasOffset = true
    return true
  }
  return end - at === (colon ? 6 : 5) && readOffset(u8, at, end, colon, into)
}

const monthNames = Int32Array.from(namesOf('month', 'short'), (name) => Buffer.from(name).readUIntBE(0, 3))

/** 1 to 12; 0 if it is none. */
function monthNamed(u8: Uint8Array, at: number): number {
  const name = (u8[at] << 16) | (u8[at + 1] << 8) | u8[at + 2]
  for (let month = 0; month < monthNames.length; month++) if (monthNames[month] === name) return month + 1
  return 0
}

/** Up to nine digits; those beyond microseconds are cut. */
function readFraction(u8: Uint8Array, start: number, end: number, into: LocalTime): boolean {
  const value = upTo9Digits(u8, start, end)
  if (value < 0) return false
  const digits = end - start
  into.micros = digits <= 6 ? value * powersOfTen[6 - digits] : Math.floor(value / powersOfTen[digits - 6])
  return true
}

const powersOfTen = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]

/** `+08:00`, or `+0800` without the colon. */
function readOffset(u8: Uint8Array, at: number, end: number, colon: boolean, into: LocalTime): boolean {
  const sign = u8[at]
  if (sign !== 0x2b && sign !== 0x2d) return false
  if (colon && u8[at + 3] !== 0x3a) return false
  const hours = upTo9Digits(u8, at + 1, at + 3)
  const minutes = upTo9Digits(u8, end - 2, end)
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 18 * 60) return false
  into.hasOffset = true
  into.offsetSeconds = (sign === 0x2d ? -1 : 1) * (hours * 60 + minutes) * 60
  return true
}

/** `2026-11-20T10:00:00.123456789+08:00`: date and time with a `T` or one blank between; fraction and zone may be missing. */
function readIso(u8: Uint8Array, start: number, end: number, into: LocalTime): boolean {
  into.clear()
  if (end - start < 19 || u8[start + 4] !== 0x2d || u8[start + 7] !== 0x2d) return false
  if ((u8[start + 10] !== 0x54 && u8[start + 10] !== 0x20) || u8[start + 13] !== 0x3a || u8[start + 16] !== 0x3a) {
    return false
  }
  const year = upTo9Digits(u8, start, start + 4)
  const month = upTo9Digits(u8, start + 5, start + 7)
  const day = upTo9Digits(u8, start + 8, start + 10)
  const hour = upTo9Digits(u8, start + 11, start + 13)
  const minute = upTo9Digits(u8, start + 14, start + 16)
  const second = upTo9Digits(u8, start + 17, start + 19)
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return false
  into.year = year
  into.month = month
  into.day = day
  into.hour = hour
  into.minute = minute
  into.second = second
  let at = start + 19
  if (at < end && u8[at] === 0x2e /* . */) {
    const first = ++at
    while (at < end && u8[at] >= 0x30 && u8[at] <= 0x39) at++
    if (at === first || at - first > 9 || !readFraction(u8, first, at, into)) return false
  }
  if (at + 1 === end && u8[at] === 0x5a /* Z */) into.hasOffset = true
  else if (at < end && !(end - at === 6 && readOffset(u8, at, end, true, into))) return false
  return into.isValid
}

/**
 * Columns of dates and times, from texts of fixed layout, from ISO 8601, and from counts of seconds. All others are left. A layout is bytes that `kernels/convert/layout.ts` writes:
 *
 * | bytes | what                                                                                            |
 * | ----- | ----------------------------------------------------------------------------------------------- |
 * | 0     | 1: ISO 8601, and the rest means nothing                                                         |
 * | 1     | width of all but the offset                                                                     |
 * | 2-13  | year, month, day, hour, minute, second: place and width (0: the pattern has it not, 9 at most)  |
 * | 14-15 | the month's name: place and 3, or 0                                                             |
 * | 16-17 | fraction of the second: place and width                                                         |
 * | 18-19 | offset at the end: 0 none, 5 as `+0800`, 6 as `+08:00`; 1 where it may be `Z`                   |
 * | 20-55 | names of the months, three bytes each                                                           |
 * | 56    | literals, and for each of them its place and its byte                                           |
 */
import { countOf, digits, isNull, kindsOf, leftOf, lengthsOf, rowsOf, startsOf, validOf, valuesOf } from './conversion'
import { integerKind, stringKind, textKind } from './slice-kinds'

const numbersAt: i32 = 2
const monthNameAt: i32 = 14
const fractionAt: i32 = 16
const offsetAt: i32 = 18
const monthNamesAt: i32 = 20
const literalsAt: i32 = 56

/** What a column holds: days; or microseconds of the day, of local time, or of the instant. */
const ofDate: i32 = 0
const ofTime: i32 = 1
const ofTimestamp: i32 = 2

/** What was found in the text that was read last. */
let year: i32 = 0
let month: i32 = 0
let day: i32 = 0
let hour: i32 = 0
let minute: i32 = 0
let second: i32 = 0
let micros: i32 = 0
let hasOffset: bool = false
let offsetSeconds: i32 = 0

/** Logs have the same day again and again. */
let dayKey: i32 = -1
let dayValue: i32 = 0

/**
 * To i32 (dates) or i64, cut to multiples of `unitMicros`. `target`: 0 DATE, 1 TIME, 2 TIMESTAMP, 3 TIMESTAMP_LTZ. Where an instant is
 * wanted and the text has no offset, the local time is written and `valid` is 2.
 */
export function toTimes(task: i32, layout: i32, target: i32, unitMicros: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  const isIso = load<u8>(layout) != 0
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    if (isNull(kind, load<i32>(lengths + row * 4))) {
      store<u8>(valid + row, 0)
      continue
    }
    const start = load<i32>(starts + row * 4)
    const end = start + load<i32>(lengths + row * 4)
    const isText = kind == textKind || kind == stringKind || kind == integerKind
    const fits = isText && (isIso ? readIso(start, end) : readLayout(layout, start, end))
    if (!fits || (target == ofTimestamp && hasOffset) || (target > ofTimestamp && !isExact())) {
      store<i32>(left + leftCount++ * 4, row)
      continue
    }
    store<u8>(valid + row, 1)
    if (target == ofDate) {
      store<i32>(values + row * 4, daysOf())
      continue
    }
    const secondOfDay = (hour * 60 + minute) * 60 + second
    const cut = micros - (micros % unitMicros)
    if (target == ofTime) {
      store<i64>(values + row * 8, <i64>secondOfDay * 1_000_000 + <i64>cut)
      continue
    }
    const seconds = <i64>daysOf() * 86_400 + <i64>(secondOfDay - offsetSeconds)
    store<i64>(values + row * 8, seconds * 1_000_000 + <i64>cut)
    if (target != ofTimestamp && !hasOffset) store<u8>(valid + row, 2)
  }
  return leftCount
}

/** To i64 of microseconds, cut to multiples of `unitMicros`: whole numbers of up to 15 digits that count so many microseconds. */
export function fromUnix(task: i32, microsOfCount: i32, unitMicros: i32): i32 {
  const kinds = kindsOf(task)
  const starts = startsOf(task)
  const lengths = lengthsOf(task)
  const rows = rowsOf(task)
  const count = countOf(task)
  const values = valuesOf(task)
  const valid = validOf(task)
  const left = leftOf(task)
  // Within the years that there are.
  const countMax = 253_402_300_799_999_999 / <i64>microsOfCount
  let leftCount = 0
  for (let k = 0; k < count; k++) {
    const row = load<i32>(rows + k * 4)
    const kind = load<u8>(kinds + row)
    if (isNull(kind, load<i32>(lengths + row * 4))) {
      store<u8>(valid + row, 0)
      continue
    }
    const start = load<i32>(starts + row * 4)
    const length = load<i32>(lengths + row * 4)
    const isText = kind == textKind || kind == stringKind || kind == integerKind
    const value = isText && length >= 1 && length <= 15 ? digits(start, start + length) : -1
    if (value < 0 || value > countMax) {
      store<i32>(left + leftCount++ * 4, row)
      continue
    }
    const exact = value * <i64>microsOfCount
    store<i64>(values + row * 8, exact - (exact % <i64>unitMicros))
    store<u8>(valid + row, 1)
  }
  return leftCount
}

/** Whether the text is as the layout says, and date and time exist. */
function readLayout(layout: i32, start: i32, end: i32): bool {
  const behind = start + <i32>load<u8>(layout, 1)
  if (behind > end) return false
  for (let literal = load<u8>(layout, literalsAt), at = layout + literalsAt + 1; literal > 0; literal--, at += 2) {
    if (load<u8>(start + <i32>load<u8>(at)) != load<u8>(at, 1)) return false
  }
  year = numberAt(layout, 0, start, 0)
  month = numberAt(layout, 1, start, 1)
  day = numberAt(layout, 2, start, 1)
  hour = numberAt(layout, 3, start, 0)
  minute = numberAt(layout, 4, start, 0)
  second = numberAt(layout, 5, start, 0)
  if (load<u8>(layout, monthNameAt + 1) != 0) month = monthNamed(layout, start + <i32>load<u8>(layout, monthNameAt))
  micros = 0
  const fractionWidth = <i32>load<u8>(layout, fractionAt + 1)
  if (fractionWidth != 0 && !readFraction(start + <i32>load<u8>(layout, fractionAt), fractionWidth)) return false
  hasOffset = false
  offsetSeconds = 0
  const offsetWidth = <i32>load<u8>(layout, offsetAt)
  const allowsZ = load<u8>(layout, offsetAt + 1) != 0
  return (offsetWidth == 0 ? behind == end : readOffset(behind, end, offsetWidth, allowsZ)) && exists()
}

/** -1 where there are no digits. */
function numberAt(layout: i32, number: i32, start: i32, otherwise: i32): i32 {
  const at = start + <i32>load<u8>(layout + number * 2, numbersAt)
  const width = <i32>load<u8>(layout + number * 2, numbersAt + 1)
  return width == 0 ? otherwise : smallNumber(at, at + width)
}

/** Of at most nine digits; -1 if one is no digit. */
function smallNumber(at: i32, end: i32): i32 {
  let value = 0
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30
    if (digit > 9) return -1
    value = value * 10 + <i32>digit
  }
  return value
}

/** 1 to 12; 0 if it is none. */
function monthNamed(layout: i32, at: i32): i32 {
  for (let number = 0; number < 12; number++) {
    const name = layout + monthNamesAt + number * 3
    if (load<u16>(name) == load<u16>(at) && load<u8>(name, 2) == load<u8>(at, 2)) return number + 1
  }
  return 0
}

/** Up to nine digits; those beyond microseconds are cut. */
function readFraction(at: i32, width: i32): bool {
  micros = smallNumber(at, at + width)
  if (micros < 0) return false
  for (; width < 6; width++) micros *= 10
  for (; width > 6; width--) micros /= 10
  return true
}

/** Whether [at, end) is an offset of so many bytes, `+08:00` of six and `+0800` of five, or a `Z` where that may be. */
function readOffset(at: i32, end: i32, width: i32, allowsZ: bool): bool {
  const sign = load<u8>(at)
  if (allowsZ && at + 1 == end && sign == 0x5a /* Z */) {
    hasOffset = true
    return true
  }
  if (end - at != width || (sign != 0x2b && sign != 0x2d)) return false
  if (width == 6 && load<u8>(at, 3) != 0x3a /* : */) return false
  const hours = smallNumber(at + 1, at + 3)
  const minutes = smallNumber(end - 2, end)
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 18 * 60) return false
  hasOffset = true
  offsetSeconds = (hours * 60 + minutes) * 60
  if (sign == 0x2d) offsetSeconds = -offsetSeconds
  return true
}

/** `2026-11-20T10:00:00.123456789+08:00`: date and time with a `T` or one blank between; fraction and zone may be missing. */
function readIso(start: i32, end: i32): bool {
  if (end - start < 19 || load<u8>(start, 4) != 0x2d || load<u8>(start, 7) != 0x2d) return false
  const between = load<u8>(start, 10)
  if ((between != 0x54 && between != 0x20) || load<u8>(start, 13) != 0x3a || load<u8>(start, 16) != 0x3a) return false
  year = smallNumber(start, start + 4)
  month = smallNumber(start + 5, start + 7)
  day = smallNumber(start + 8, start + 10)
  hour = smallNumber(start + 11, start + 13)
  minute = smallNumber(start + 14, start + 16)
  second = smallNumber(start + 17, start + 19)
  micros = 0
  hasOffset = false
  offsetSeconds = 0
  let at = start + 19
  if (at < end && load<u8>(at) == 0x2e /* . */) {
    const first = ++at
    while (at < end && <u32>load<u8>(at) - 0x30 <= 9) at++
    if (at == first || at - first > 9 || !readFraction(first, at - first)) return false
  }
  return (at == end || readOffset(at, end, 6, true)) && exists()
}

/** Whether microseconds are exact in a double, in any time zone. */
function isExact(): bool {
  return year >= 1700 && year < 2200
}

/** Whether date and time do. */
function exists(): bool {
  return (
    <u32>year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= daysInMonth()) &&
    <u32>hour <= 23 &&
    <u32>minute <= 59 &&
    <u32>second <= 59
  )
}

function daysInMonth(): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

/** Since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March). */
function daysOf(): i32 {
  const key = (year << 9) | (month << 5) | day
  if (key == dayKey) return dayValue
  const shifted = month <= 2 ? year - 1 : year
  const era = (shifted >= 0 ? shifted : shifted - 399) / 400
  const yearOfEra = shifted - era * 400
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  dayKey = key
  dayValue = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  return dayValue
}

/** Reads text by a pattern, into fields. Case counts, nothing is skipped, and the whole text must be used. */
import type { DatetimePattern, NumberElement, OffsetElement, PatternElement } from './elements.ts'
import { type DatetimeFields, noFields, setNumber } from './fields.ts'
import { namesOf } from './names.ts'

/** Null if the text is not of this pattern. */
export function parseFields(pattern: DatetimePattern, text: string): DatetimeFields | null {
  const fields = noFields()
  return readAll(pattern.elements, text, 0, fields) === text.length ? fields : null
}

/** All readers give where they ended, or -1. */
function readAll(elements: readonly PatternElement[], text: string, start: number, fields: DatetimeFields): number {
  let at = start
  for (const element of elements) {
    at = read(element, text, at, fields)
    if (at < 0) return -1
  }
  return at
}

function read(element: PatternElement, text: string, at: number, fields: DatetimeFields): number {
  switch (element.kind) {
    case 'literal':
      return text.startsWith(element.text, at) ? at + element.text.length : -1
    case 'number':
      return readNumber(element, text, at, fields)
    case 'fraction':
      return readFraction(element.digits, text, at, fields)
    case 'name': {
      const index = namesOf(element.of, element.style).findIndex((name) => text.startsWith(name, at))
      if (index < 0) return -1
      const value = element.of === 'half' ? index : index + 1
      if (fields[element.of] !== null && fields[element.of] !== value) return -1
      fields[element.of] = value
      return at + namesOf(element.of, element.style)[index].length
    }
    case 'offset':
      return readOffset(element, text, at, fields)
    case 'zone-id': {
      zoneIdSyntax.lastIndex = at
      const id = zoneIdSyntax.exec(text)?.[0]
      if (id === undefined) return -1
      fields.zoneId = id
      return at + id.length
    }
    case 'optional': {
      const attempt = { ...fields }
      const end = readAll(element.elements, text, at, attempt)
      if (end < 0) return at
      Object.assign(fields, attempt)
      return end
    }
  }
}

const zoneIdSyntax = /[A-Za-z][\w/+-]*|[+-]\d\d:\d\d(?::\d\d)?/y

function digitsAt(text: string, at: number, max: number): number {
  let count = 0
  while (count < max && isDigit(text.charCodeAt(at + count))) count++
  return count
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function readNumber(element: NumberElement, text: string, at: number, fields: DatetimeFields): number {
  const found = digitsAt(text, at, element.digitsMax + element.reservedDigits)
  const count = Math.min(Math.max(found - element.reservedDigits, element.digitsMin), element.digitsMax)
  if (found < count) return -1
  const value = Number(text.slice(at, at + count)) + (element.twoDigitYear ? 2000 : 0)
  return setNumber(fields, element.field, value) ? at + count : -1
}

function readFraction(digits: number, text: string, at: number, fields: DatetimeFields): number {
  if (digitsAt(text, at, digits) < digits) return -1
  fields.micros = Number(text.slice(at, at + Math.min(digits, 6)).padEnd(6, '0'))
  return at + digits
}

function readOffset(element: OffsetElement, text: string, start: number, fields: DatetimeFields): number {
  let at = start
  if (element.zero !== null && text[at] === 'Z') {
    fields.offsetSeconds = 0
    return at + 1
  }
  if (element.gmt) {
    if (!text.startsWith('GMT', at)) return -1
    at += 3
    if (text[at] !== '+' && text[at] !== '-') {
      fields.offsetSeconds = 0
      return at
    }
  }
  if (text[at] !== '+' && text[at] !== '-') return -1
  const sign = text[at] === '-' ? -1 : 1
  const hourDigits = digitsAt(text, at + 1, 2)
  const shortHour = element.gmt && element.minutes === 'unless-zero'
  if (hourDigits < (shortHour ? 1 : 2)) return -1
  const hours = Number(text.slice(at + 1, at + 1 + hourDigits))
  at += 1 + hourDigits
  let minutes = 0
  let seconds = 0
  const minutesEnd = endOfPart(element, text, at)
  if (minutesEnd > 0) {
    minutes = Number(text.slice(minutesEnd - 2, minutesEnd))
    at = minutesEnd
    const secondsEnd = element.seconds === 'never' ? -1 : endOfPart(element, text, at)
    if (secondsEnd > 0) {
      seconds = Number(text.slice(secondsEnd - 2, secondsEnd))
      at = secondsEnd
    }
  } else if (element.minutes === 'always') return -1
  const total = hours * 3600 + minutes * 60 + seconds
  if (minutes > 59 || seconds > 59 || total > 18 * 3600) return -1
  fields.offsetSeconds = sign * total
  return at
}

/** Two more digits of an offset, behind a colon if the pattern has one; -1 if they are not there. */
function endOfPart(element: OffsetElement, text: string, at: number): number {
  const start = element.colon ? at + 1 : at
  if (element.colon && text[at] !== ':') return -1
  return digitsAt(text, start, 2) === 2 ? start + 2 : -1
}

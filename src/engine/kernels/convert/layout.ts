/**
 * Date and time texts of fixed layout: patterns whose every field has a fixed width (`yyyy-MM-dd HH:mm:ss.SSS Z`,
 * `dd/MMM/yyyy:HH:mm:ss Z`, `yyyyMMdd`), and ISO 8601, as `wasm/convert-times.ts` reads them.
 */
import type { DatetimeFormat } from '../../../types/datetime/format.ts'
import type { OffsetElement } from '../../../types/datetime/elements.ts'
import { namesOf } from '../../../types/datetime/names.ts'

export interface Layout {
  /** For the kernel, which says what stands where. */
  readonly bytes: Uint8Array
  readonly hasDate: boolean
  readonly hasTime: boolean
}

const numberParts = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
type NumberPart = (typeof numberParts)[number]
type Part =
  | { readonly kind: 'literal'; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly field: NumberPart; readonly width: number }
  | { readonly kind: 'fraction'; readonly width: number }
  | { readonly kind: 'month-name' }
  | { readonly kind: 'offset'; readonly colon: boolean; readonly allowsZ: boolean }

/** More digits make no 32-bit number. */
const digitsOfNumberMax = 9
/** Places are bytes. */
const widthMax = 100

/** For the format, or null where it has no fixed layout. */
export function layoutOf(format: DatetimeFormat): Layout | null {
  switch (format.kind) {
    case 'iso8601':
      return { bytes: Uint8Array.of(1), hasDate: true, hasTime: true }
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
      if (parts.reduce((width, part) => width + widthOf(part), 0) > widthMax) return null
      const hasDate = seen.has('year') && seen.has('month') && seen.has('day')
      return { bytes: bytesOf(parts), hasDate, hasTime: seen.has('hour') }
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
      if (digitsMin !== digitsMax || digitsMin > digitsOfNumberMax || element.twoDigitYear) return null
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
      return element.digits > digitsOfNumberMax ? null : { kind: 'fraction', width: element.digits }
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

const monthNames = Buffer.from(namesOf('month', 'short').join(''))

/** All but the offset, which comes last, have their fixed place. */
function bytesOf(parts: readonly Part[]): Uint8Array {
  const bytes = new Uint8Array(57 + widthMax * 2)
  bytes.set(monthNames, 20)
  let at = 0
  let literals = 0
  for (const part of parts) {
    switch (part.kind) {
      case 'literal':
        part.bytes.forEach((byte, k) => bytes.set([at + k, byte], 57 + literals++ * 2))
        break
      case 'number':
        bytes.set([at, part.width], 2 + numberParts.indexOf(part.field) * 2)
        break
      case 'month-name':
        bytes.set([at, 3], 14)
        break
      case 'fraction':
        bytes.set([at, part.width], 16)
        break
      case 'offset':
        bytes.set([part.colon ? 6 : 5, part.allowsZ ? 1 : 0], 18)
        break
    }
    at += widthOf(part)
  }
  bytes[1] = at
  bytes[56] = literals
  return bytes.subarray(0, 57 + literals * 2)
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

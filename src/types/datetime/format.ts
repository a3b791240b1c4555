/** FORMAT of a date or time column: `ISO8601`, `UNIX`, `UNIX_MS`, `UNIX_US`, or a pattern; and what it can be used for. */
import type { TemporalKind } from '../families.ts'
import { compilePattern } from './compile.ts'
import type { DatetimePattern, PatternProblem } from './elements.ts'

export type DatetimeFormat =
  | DatetimePattern
  | { readonly kind: 'iso8601' }
  /** A number that counts units since 1970-01-01T00:00:00Z; `exponent` of ten: 0 seconds, 3 milliseconds, 6 microseconds. */
  | { readonly kind: 'unix'; readonly exponent: 0 | 3 | 6 }

export const iso8601: DatetimeFormat = { kind: 'iso8601' }

const named: ReadonlyMap<string, DatetimeFormat> = new Map<string, DatetimeFormat>([
  ['ISO8601', iso8601],
  ['UNIX', { kind: 'unix', exponent: 0 }],
  ['UNIX_MS', { kind: 'unix', exponent: 3 }],
  ['UNIX_US', { kind: 'unix', exponent: 6 }],
])

export function compileFormat(text: string): DatetimeFormat | PatternProblem {
  return named.get(text) ?? compilePattern(text)
}

/** Why a format cannot give values of this type, or null. */
export function formatProblem(format: DatetimeFormat, kind: TemporalKind): string | null {
  if (format.kind !== 'pattern') return null
  if (format.readingProblem !== null) return format.readingProblem
  if (kind === 'TIME') return format.hasHour ? null : 'a TIME needs an hour in its pattern'
  if (kind === 'TIMESTAMP' && format.hasZone)
    return 'a TIMESTAMP has no zone: use TIMESTAMP_LTZ, or take the zone out of the pattern'
  if (format.hasDayOfYear) return format.hasYear ? null : 'a day of the year needs a year in the pattern'
  if (format.hasMonth && format.hasDay) return null
  if (format.hasYear && !format.hasDay) return null
  return `a ${kind} needs a date in its pattern: year, month, day, or a part of them from the left`
}

/** Text to the value of a DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ column. */
import type { TemporalType } from '../families.ts'
import { readNumber, unscaledOf } from '../decimal.ts'
import { Failure } from '../value.ts'
import { type Zone, fixedZone, zoneNamed } from '../zones.ts'
import { cutMicros, microsPerDay, splitTimestamp, timestampOf, withinYears } from './calendar.ts'
import type { DatetimeFields } from './fields.ts'
import { resolveDate, resolveTime } from './fields.ts'
import type { DatetimeFormat } from './format.ts'
import { instantOfLocal, localOfInstant } from './instant.ts'
import { parseIso } from './iso.ts'
import { parseFields } from './parse.ts'

export interface DatetimeContext {
  /** Of text that names none, and in which an instant becomes a local date or time. */
  readonly zone: Zone
  /** The record's timestamp, microseconds since the epoch: for text without a year. Null: such text fails. */
  readonly recordMicros: bigint | null
}

/**
 * The value (`types/value.ts`) that the first fitting format gives. Digits beyond the type's precision are cut, towards the past.
 * @param text without blanks around it; for UNIX formats a number
 */
export function readDatetime(
  text: string,
  type: TemporalType,
  formats: readonly DatetimeFormat[],
  context: DatetimeContext,
): number | bigint | Failure {
  for (const format of formats) {
    const value = readOne(text, type, format, context)
    if (value !== null) return value
  }
  return new Failure(`not a ${type.kind}${formats.length === 1 ? ` of format ${formatText(formats[0])}` : ''}`)
}

/** As FORMAT writes it. */
function formatText(format: DatetimeFormat): string {
  switch (format.kind) {
    case 'iso8601':
      return 'ISO8601'
    case 'unix':
      return { 0: 'UNIX', 3: 'UNIX_MS', 6: 'UNIX_US' }[format.exponent]
    case 'pattern':
      return `'${format.text}'`
  }
}

function readOne(
  text: string,
  type: TemporalType,
  format: DatetimeFormat,
  context: DatetimeContext,
): number | bigint | null {
  if (format.kind === 'unix') {
    const number = readNumber(text)
    const instant = number === null ? null : unscaledOf(number, 6 - format.exponent, 'floor')
    return instant === null ? null : valueOfInstant(instant, type, context.zone)
  }
  const fields = format.kind === 'iso8601' ? parseIso(text) : parseFields(format, text)
  return fields === null ? null : valueOfFields(fields, type, context)
}

function valueOfFields(fields: DatetimeFields, type: TemporalType, context: DatetimeContext): number | bigint | null {
  const microsOfDay = resolveTime(fields)
  if (microsOfDay === null) return null
  if (type.kind === 'TIME') return saysHour(fields) ? cutMicros(microsOfDay, type.precision) : null
  const days = resolveDate(fields, recordDays(fields, context))
  if (days === null) return null
  switch (type.kind) {
    case 'DATE':
      return days
    case 'TIMESTAMP':
      // An offset would have to be dropped or applied: neither is what the author of the text can have meant.
      return saysZone(fields) ? null : timestampOf(days, cutMicros(microsOfDay, type.precision))
    case 'TIMESTAMP_LTZ': {
      const zone = zoneOf(fields, context.zone)
      return zone && withinYears(instantOfLocal(timestampOf(days, cutMicros(microsOfDay, type.precision)), zone))
    }
  }
}

function saysHour(fields: DatetimeFields): boolean {
  return fields.hour !== null || fields.clockHour !== null || fields.half !== null
}

function saysZone(fields: DatetimeFields): boolean {
  return fields.offsetSeconds !== null || fields.zoneId !== null
}

function zoneOf(fields: DatetimeFields, zone: Zone): Zone | null {
  if (fields.offsetSeconds !== null) return fixedZone('', fields.offsetSeconds)
  return fields.zoneId === null ? zone : zoneNamed(fields.zoneId)
}

/** The record's local date and time as days with a fraction. */
function recordDays(fields: DatetimeFields, context: DatetimeContext): number | null {
  if (fields.year !== null || context.recordMicros === null) return null
  const { days, microsOfDay } = splitTimestamp(localOfInstant(context.recordMicros, context.zone))
  return days + (microsOfDay - (resolveTime(fields) ?? 0)) / microsPerDay
}

/** What an instant is in a zone; null beyond the years 0000 to 9999. */
export function valueOfInstant(instantMicros: bigint, type: TemporalType, zone: Zone): number | bigint | null {
  if (withinYears(instantMicros) === null) return null
  const instant = splitTimestamp(instantMicros)
  if (type.kind === 'TIMESTAMP_LTZ') return timestampOf(instant.days, cutMicros(instant.microsOfDay, type.precision))
  const local = splitTimestamp(localOfInstant(instantMicros, zone))
  switch (type.kind) {
    case 'DATE':
      return local.days
    case 'TIME':
      return cutMicros(local.microsOfDay, type.precision)
    case 'TIMESTAMP':
      return timestampOf(local.days, cutMicros(local.microsOfDay, type.precision))
  }
}

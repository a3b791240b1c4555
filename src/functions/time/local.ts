/** Dates and timestamps taken apart into days and the time of day, and put together again. Instants are local to a zone. */
import { cutMicros, daysMax, daysMin, splitTimestamp, timestampOf, withinYears } from '../../types/datetime/calendar.ts'
import { instantOfLocal } from '../../types/datetime/instant.ts'
import { readDatetime } from '../../types/datetime/read.ts'
import { iso8601 } from '../../types/datetime/format.ts'
import { localDatetime } from '../../types/datetime/write.ts'
import { outOfRange, trimBlanks } from '../../types/conversion/scalar-text.ts'
import type { TemporalType } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { Failure, type Value } from '../../types/value.ts'
import type { Zone } from '../../types/zones.ts'

export interface Local {
  readonly days: number
  readonly microsOfDay: number
}

export function localOf(value: Value, type: LogicalType, zone: Zone): Local {
  return localDatetime(value as number | bigint, type as TemporalType, zone)
}

/** The value of a type; of a DATE the time of day is left out. */
export function valueOfLocal({ days, microsOfDay }: Local, type: TemporalType, zone: Zone): Value | Failure {
  if (type.kind === 'TIME')
    return microsOfDay >= 86_400_000_000 ? outOfRange(type) : cutMicros(microsOfDay, type.precision)
  if (days < daysMin || days > daysMax) return outOfRange(type)
  if (type.kind === 'DATE') return days
  const local = timestampOf(days, cutMicros(microsOfDay, type.precision))
  return type.kind === 'TIMESTAMP' ? local : (withinYears(instantOfLocal(local, zone)) ?? outOfRange(type))
}

/** From days, possibly negative microseconds or more than a day has. */
export function normalized(days: number, micros: bigint): Local {
  const carried = splitTimestamp(micros)
  return { days: days + carried.days, microsOfDay: carried.microsOfDay }
}

/** The local date of a date, a timestamp, or a text in ISO 8601, which Hive takes for one. */
export function daysOf(value: Value, type: LogicalType, zone: Zone): number | Failure {
  if (typeof value !== 'string') return localOf(value, type, zone).days
  const context = { zone, recordMicros: null }
  return readDatetime(trimBlanks(value), { kind: 'DATE' }, [iso8601], context) as number | Failure
}

import { knownZone } from '../../types/conversion/context.ts'
import { dateFromDays, daysFromDate, floorDivide, timestampOf, weekdayOf } from '../../types/datetime/calendar.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { Value } from '../../types/value.ts'
import type { FunctionDefinition, Parameter, Signature } from '../definition.ts'
import { isoWeekOf } from './iso-week.ts'
import { type Local, localOf } from './local.ts'
import { unitNamed, unitProblem } from './units.ts'

const dateParts: Readonly<Record<string, (days: number) => number>> = {
  MILLENNIUM: (days) => Math.ceil(dateFromDays(days).year / 1000),
  CENTURY: (days) => Math.ceil(dateFromDays(days).year / 100),
  DECADE: (days) => Math.floor(dateFromDays(days).year / 10),
  YEAR: (days) => dateFromDays(days).year,
  ISOYEAR: (days) => isoWeekOf(days).year,
  QUARTER: (days) => Math.ceil(dateFromDays(days).month / 3),
  MONTH: (days) => dateFromDays(days).month,
  WEEK: (days) => isoWeekOf(days).week,
  DAY: (days) => dateFromDays(days).day,
  DOY: (days) => days - daysFromDate(dateFromDays(days).year, 1, 1) + 1,
  DOW: (days) => (weekdayOf(days) % 7) + 1,
  ISODOW: weekdayOf,
}

const timeParts: Readonly<Record<string, (microsOfDay: number) => number>> = {
  HOUR: (micros) => Math.floor(micros / 3_600_000_000),
  MINUTE: (micros) => Math.floor(micros / 60_000_000) % 60,
  SECOND: (micros) => Math.floor(micros / 1_000_000) % 60,
  MILLISECOND: (micros) => Math.floor((micros % 1_000_000) / 1000),
  MICROSECOND: (micros) => micros % 1_000_000,
  NANOSECOND: (micros) => (micros % 1_000_000) * 1000,
}

const dateUnits = Object.keys(dateParts)
const timeUnits = Object.keys(timeParts)

export const extract: FunctionDefinition = {
  name: 'extract',
  aliases: [],
  family: 'time',
  description:
    "A part of a date or time: MILLENNIUM, CENTURY, DECADE, YEAR, QUARTER, MONTH, WEEK (of ISO 8601, as ISOYEAR is the year it belongs to), DAY, DOY (of the year), DOW (of the week, Sunday is 1), ISODOW (Monday is 1), HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND and NANOSECOND (of the second), EPOCH (seconds since 1970). Instants are looked at in the zone of the table's source.",
  signatures: [
    form('DATE', [...dateUnits, 'EPOCH']),
    form('dated', [...dateUnits, ...timeUnits, 'EPOCH']),
    form('TIME', timeUnits),
  ],
  syntax: ['EXTRACT(unit FROM time)'],
  nulls: 'propagate',
  canFail: false,
  flink: 'EXTRACT',
  examples: [
    { expression: "EXTRACT(DAY FROM DATE '2006-06-05')", result: '5' },
    { expression: "EXTRACT(DOW FROM DATE '1994-09-27')", result: '3' },
    { expression: "EXTRACT(DOY FROM DATE '1994-09-27')", result: '270' },
    { expression: "EXTRACT(MINUTE FROM TIME '12:44:31')", result: '44' },
    { expression: "EXTRACT(MILLISECOND FROM TIMESTAMP '1996-11-10 06:55:44.333')", result: '333' },
    { expression: "EXTRACT(NANOSECOND FROM TIMESTAMP '1996-11-10 06:55:44.333')", result: '333000000' },
    { expression: "EXTRACT(EPOCH FROM TIMESTAMP '1970-01-02 00:00:01')", result: '86401' },
    { expression: "EXTRACT(CENTURY FROM DATE '2000-12-31')", result: '20' },
    { expression: 'EXTRACT(YEAR FROM CAST(NULL AS DATE))', result: 'NULL' },
  ],
  bind: ({ argumentTypes: [, type], constants, timeZone }) => {
    const zone = knownZone(timeZone)
    const unit = unitNamed(constants[0])
    if (unit === 'EPOCH') return (_, time) => epochOf(time, type)
    const part = partOf(unit)
    return (_, time) => BigInt(part(localOf(time, type, zone)))
  },
}

function form(accepts: Parameter['accepts'], units: readonly string[]): Signature {
  return {
    parameters: [
      { name: 'unit', accepts: 'STRING', constant: { validate: unitProblem(units) } },
      { name: 'time', accepts },
    ],
    result: { kind: 'BIGINT' },
  }
}

function partOf(unit: string): (local: Local) => number {
  const ofDate = dateParts[unit]
  const ofTime = timeParts[unit]
  return ofDate === undefined ? ({ microsOfDay }) => ofTime(microsOfDay) : ({ days }) => ofDate(days)
}

function epochOf(time: Value, type: LogicalType): bigint {
  const micros = type.kind === 'DATE' ? timestampOf(time as number, 0) : (time as bigint)
  return floorDivide(micros, 1_000_000n)
}

/** Units of time, and where they begin. Names are those of Flink SQL, in upper case. */
import { dateFromDays, daysFromDate, daysInMonth, weekdayOf } from '../../types/datetime/calendar.ts'
import type { Value } from '../../types/value.ts'
import { oneOf } from '../one-of.ts'

/** Units of days. */
export const dateUnits = ['MILLENNIUM', 'CENTURY', 'DECADE', 'YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY'] as const
export type DateUnit = (typeof dateUnits)[number]

/** Microseconds of the units that a day has. */
export const timeUnitMicros = {
  HOUR: 3_600_000_000,
  MINUTE: 60_000_000,
  SECOND: 1_000_000,
  MILLISECOND: 1000,
  MICROSECOND: 1,
} as const
export type TimeUnit = keyof typeof timeUnitMicros

export function isTimeUnit(unit: string): unit is TimeUnit {
  return Object.hasOwn(timeUnitMicros, unit)
}

/** In upper case. */
export function unitNamed(name: Value | undefined): string {
  return (name as string).toUpperCase()
}

/** For `validate`: what is wrong with the name of a unit, or null. */
export function unitProblem(units: readonly string[]): (name: Value) => string | null {
  const problem = oneOf('the unit', units)
  return (name) => problem(unitNamed(name))
}

/** ISO 8601 and `date_trunc` begin weeks on Monday, FLOOR and CEIL of Flink on Sunday. */
export type WeekStart = 'monday' | 'sunday'

/** The first day of the unit that a day lies in. */
export function firstDayOf(unit: DateUnit, days: number, weekStart: WeekStart): number {
  const { year, month } = dateFromDays(days)
  switch (unit) {
    case 'DAY':
      return days
    case 'WEEK':
      return days - (weekStart === 'monday' ? weekdayOf(days) - 1 : weekdayOf(days) % 7)
    case 'MONTH':
      return daysFromDate(year, month, 1)
    case 'QUARTER':
      return daysFromDate(year, month - ((month - 1) % 3), 1)
    case 'YEAR':
      return daysFromDate(year, 1, 1)
    case 'DECADE':
      return daysFromDate(year - (((year % 10) + 10) % 10), 1, 1)
    case 'CENTURY':
      return daysFromDate(Math.floor((year - 1) / 100) * 100 + 1, 1, 1)
    case 'MILLENNIUM':
      return daysFromDate(Math.floor((year - 1) / 1000) * 1000 + 1, 1, 1)
  }
}

const unitMonths: Readonly<Record<Exclude<DateUnit, 'WEEK' | 'DAY'>, number>> = {
  MONTH: 1,
  QUARTER: 3,
  YEAR: 12,
  DECADE: 120,
  CENTURY: 1200,
  MILLENNIUM: 12_000,
}

/** How many months a unit has, or null: it is one of days. */
export function monthsOf(unit: DateUnit): number | null {
  return unit === 'WEEK' || unit === 'DAY' ? null : unitMonths[unit]
}

/** The same day so many months on, or the last one of a month that has no such day. */
export function plusMonths(days: number, months: number): number {
  const { year, month, day } = dateFromDays(days)
  const total = year * 12 + month - 1 + months
  const target = { year: Math.floor(total / 12), month: (((total % 12) + 12) % 12) + 1 }
  return daysFromDate(target.year, target.month, Math.min(day, daysInMonth(target.year, target.month)))
}

/** Microseconds of the day at which the unit begins that a time lies in. */
export function floorOfTime(unit: TimeUnit, microsOfDay: number): number {
  return microsOfDay - (microsOfDay % timeUnitMicros[unit])
}

import { dateFromDays, daysFromDate, daysInMonth } from '../../types/datetime/calendar.ts'
import { dateFunction } from './dates.ts'

export const lastDay = dateFunction({
  name: 'last_day',
  description: 'The last day of the month that a date lies in.',
  examples: [
    { expression: "last_day('2009-01-12')", result: "DATE '2009-01-31'" },
    { expression: "last_day(DATE '2028-02-01')", result: "DATE '2028-02-29'" },
    { expression: 'last_day(CAST(NULL AS DATE))', result: 'NULL' },
    { expression: "last_day('soon')", failure: 'not a DATE of format ISO8601' },
  ],
  compute: lastDayOf,
})

export function lastDayOf(days: number): number {
  const { year, month } = dateFromDays(days)
  return daysFromDate(year, month, daysInMonth(year, month))
}

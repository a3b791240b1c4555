import { dateFunction } from './dates.ts'
import { lastDayOf } from './last-day.ts'
import { plusMonths } from './units.ts'

export const addMonths = dateFunction({
  name: 'add_months',
  description:
    'The date so many months later. The last day of a month gives the last day, as does one that the other month has not.',
  count: 'months',
  examples: [
    { expression: "add_months('2009-08-31', 1)", result: "DATE '2009-09-30'" },
    { expression: "add_months('2017-12-31 14:15:16', 2)", result: "DATE '2018-02-28'" },
    { expression: "add_months(DATE '2009-02-28', 1)", result: "DATE '2009-03-31'" },
    { expression: "add_months(DATE '2026-11-20', -12)", result: "DATE '2025-11-20'" },
    { expression: "add_months(DATE '2026-11-20', NULL)", result: 'NULL' },
    { expression: "add_months(DATE '9999-12-31', 1)", failure: 'out of range for DATE' },
  ],
  compute: (days, count) => {
    const moved = plusMonths(days, count)
    return days === lastDayOf(days) ? lastDayOf(moved) : moved
  },
})

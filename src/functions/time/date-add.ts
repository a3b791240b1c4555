import { dateFunction } from './dates.ts'

export const dateAdd = dateFunction({
  name: 'date_add',
  description: 'The date so many days later.',
  count: 'days',
  examples: [
    { expression: "date_add('2009-07-30', 1)", result: "DATE '2009-07-31'" },
    { expression: "date_add(TIMESTAMP '2026-12-31 23:59:59', 1)", result: "DATE '2027-01-01'" },
    { expression: "date_add(DATE '9999-12-31', 1)", failure: 'out of range for DATE' },
    { expression: "date_add('soon', 1)", failure: 'not a DATE of format ISO8601' },
    { expression: 'date_add(CAST(NULL AS DATE), 1)', result: 'NULL' },
  ],
  compute: (days, count) => days + count,
})

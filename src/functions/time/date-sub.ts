import { dateFunction } from './dates.ts'

export const dateSub = dateFunction({
  name: 'date_sub',
  description: 'The date so many days earlier.',
  count: 'days',
  examples: [
    { expression: "date_sub('2008-12-31', 1)", result: "DATE '2008-12-30'" },
    { expression: "date_sub(DATE '2026-03-01', 1)", result: "DATE '2026-02-28'" },
    { expression: "date_sub(DATE '2026-03-01', NULL)", result: 'NULL' },
    { expression: "date_sub(DATE '0000-01-01', 1)", failure: 'out of range for DATE' },
  ],
  compute: (days, count) => days - count,
})

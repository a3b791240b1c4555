import { isoWeekOf } from './iso-week.ts'
import { partFunction } from './parts.ts'

export const week = partFunction({
  name: 'week',
  aliases: ['weekofyear'],
  description: 'The week of the year by ISO 8601, 1 to 53: weeks begin on Monday, and the first is that of 4 January.',
  of: 'date',
  examples: [
    { expression: "week(DATE '1994-09-27')", result: '39' },
    { expression: "week(DATE '2021-01-03')", result: '53' },
    { expression: "weekofyear(DATE '2008-02-20')", result: '8' },
    { expression: 'week(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => isoWeekOf(days).week,
})

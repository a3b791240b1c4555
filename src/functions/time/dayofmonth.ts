import { dateFromDays } from '../../types/datetime/calendar.ts'
import { partFunction } from './parts.ts'

export const dayofmonth = partFunction({
  name: 'dayofmonth',
  aliases: ['day'],
  description: 'The day of the month, 1 to 31.',
  of: 'date',
  examples: [
    { expression: "dayofmonth(TIMESTAMP '2026-11-20 10:30:45')", result: '20' },
    { expression: "day(DATE '2024-02-29')", result: '29' },
    { expression: 'dayofmonth(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => dateFromDays(days).day,
})

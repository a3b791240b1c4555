import { dateFromDays } from '../../types/datetime/calendar.ts'
import { partFunction } from './parts.ts'

export const year = partFunction({
  name: 'year',
  description: 'The year of a date or timestamp.',
  of: 'date',
  examples: [
    { expression: "year(TIMESTAMP '2026-11-20 10:30:45')", result: '2026' },
    { expression: "year(DATE '1999-12-31')", result: '1999' },
    { expression: 'year(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => dateFromDays(days).year,
})

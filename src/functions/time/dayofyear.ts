import { dateFromDays, daysFromDate } from '../../types/datetime/calendar.ts'
import { partFunction } from './parts.ts'

export const dayofyear = partFunction({
  name: 'dayofyear',
  description: 'The day of the year, 1 to 366.',
  of: 'date',
  examples: [
    { expression: "dayofyear(DATE '2024-12-31')", result: '366' },
    { expression: "dayofyear(DATE '2026-01-01')", result: '1' },
    { expression: 'dayofyear(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => days - daysFromDate(dateFromDays(days).year, 1, 1) + 1,
})

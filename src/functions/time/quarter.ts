import { dateFromDays } from '../../types/datetime/calendar.ts'
import { partFunction } from './parts.ts'

export const quarter = partFunction({
  name: 'quarter',
  description: 'The quarter of the year, 1 to 4.',
  of: 'date',
  examples: [
    { expression: "quarter(DATE '2026-11-20')", result: '4' },
    { expression: "quarter(DATE '2026-03-31')", result: '1' },
    { expression: 'quarter(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => Math.ceil(dateFromDays(days).month / 3),
})

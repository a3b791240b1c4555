import { dateFromDays } from '../../types/datetime/calendar.ts'
import { partFunction } from './parts.ts'

export const month = partFunction({
  name: 'month',
  description: 'The month of a date or timestamp, 1 to 12.',
  of: 'date',
  examples: [
    { expression: "month(TIMESTAMP '2026-11-20 10:30:45')", result: '11' },
    { expression: 'month(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => dateFromDays(days).month,
})

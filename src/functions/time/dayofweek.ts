import { weekdayOf } from '../../types/datetime/calendar.ts'
import { partFunction } from './parts.ts'

export const dayofweek = partFunction({
  name: 'dayofweek',
  description: 'The day of the week, 1 (Sunday) to 7 (Saturday).',
  of: 'date',
  examples: [
    { expression: "dayofweek(DATE '2026-11-20')", result: '6' },
    { expression: "dayofweek(DATE '2026-11-22')", result: '1' },
    { expression: 'dayofweek(CAST(NULL AS DATE))', result: 'NULL' },
  ],
  read: ({ days }) => (weekdayOf(days) % 7) + 1,
})

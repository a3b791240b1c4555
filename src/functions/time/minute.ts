import { partFunction } from './parts.ts'

export const minute = partFunction({
  name: 'minute',
  description: 'The minute of a timestamp or time, 0 to 59.',
  of: 'time',
  examples: [
    { expression: "minute(TIMESTAMP '2026-11-20 10:30:45')", result: '30' },
    { expression: 'minute(CAST(NULL AS TIME(0)))', result: 'NULL' },
  ],
  read: ({ microsOfDay }) => Math.floor(microsOfDay / 60_000_000) % 60,
})

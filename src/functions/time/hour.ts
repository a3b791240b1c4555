import { partFunction } from './parts.ts'

export const hour = partFunction({
  name: 'hour',
  description: 'The hour of a timestamp or time, 0 to 23.',
  of: 'time',
  examples: [
    { expression: "hour(TIMESTAMP '2026-11-20 10:30:45')", result: '10' },
    { expression: 'hour(CAST(NULL AS TIME(0)))', result: 'NULL' },
  ],
  read: ({ microsOfDay }) => Math.floor(microsOfDay / 3_600_000_000),
})

import { partFunction } from './parts.ts'

export const second = partFunction({
  name: 'second',
  description: 'The second of a timestamp or time, 0 to 59.',
  of: 'time',
  examples: [
    { expression: "second(TIMESTAMP '2026-11-20 10:30:45')", result: '45' },
    { expression: 'second(CAST(NULL AS TIME(0)))', result: 'NULL' },
  ],
  read: ({ microsOfDay }) => Math.floor(microsOfDay / 1_000_000) % 60,
})

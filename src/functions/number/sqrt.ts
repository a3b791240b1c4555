import { doubleFunction } from './doubles.ts'

export const sqrt = doubleFunction({
  name: 'sqrt',
  description: 'The square root. Fails for negative numbers.',
  parameters: ['number'],
  differs: 'fails where Flink gives NaN',
  examples: [
    { expression: 'sqrt(4)', result: 'CAST(2 AS DOUBLE)' },
    { expression: 'sqrt(2.25)', result: '1.5e0' },
    { expression: 'sqrt(-1)', failure: 'the square root of a negative number' },
    { expression: 'sqrt(CAST(NULL AS DOUBLE))', result: 'NULL' },
  ],
  compute: (number) => (number < 0 ? 'the square root of a negative number' : Math.sqrt(number)),
})

import { doubleFunction } from './doubles.ts'

export const exp = doubleFunction({
  name: 'exp',
  description: 'e to the power of a number.',
  parameters: ['number'],
  differs: 'fails where Flink gives infinity',
  examples: [
    { expression: 'exp(0)', result: '1e0' },
    { expression: 'exp(1)', result: '2.718281828459045e0' },
    { expression: 'exp(1000)', failure: 'out of range for DOUBLE' },
    { expression: 'exp(CAST(NULL AS DOUBLE))', result: 'NULL' },
  ],
  compute: Math.exp,
})

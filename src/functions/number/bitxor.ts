import { bitFunction } from './bits.ts'

export const bitxor = bitFunction({
  name: 'bitxor',
  description: 'The bits in which two integers differ.',
  operator: '^',
  examples: [
    { expression: 'bitxor(12, 10)', result: '6' },
    { expression: 'bitxor(-1, 0)', result: '-1' },
    { expression: 'bitxor(1, NULL)', result: 'NULL' },
  ],
  ofNumbers: (left, right) => left ^ right,
  ofBigints: (left, right) => left ^ right,
})

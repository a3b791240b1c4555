import { bitFunction } from './bits.ts'

export const bitor = bitFunction({
  name: 'bitor',
  description: 'The bits that one of two integers has, or both.',
  operator: '|',
  examples: [
    { expression: 'bitor(12, 10)', result: '14' },
    { expression: 'bitor(4294967296, 1)', result: '4294967297' },
    { expression: 'bitor(1, NULL)', result: 'NULL' },
  ],
  ofNumbers: (left, right) => left | right,
  ofBigints: (left, right) => left | right,
})

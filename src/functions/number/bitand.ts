import { bitFunction } from './bits.ts'

export const bitand = bitFunction({
  name: 'bitand',
  description: 'The bits that both integers have: of flags, those that are set and asked for.',
  operator: '&',
  examples: [
    { expression: 'bitand(12, 10)', result: '8' },
    { expression: 'bitand(4294967297, 4294967296)', result: '4294967296' },
    { expression: 'bitand(1, NULL)', result: 'NULL' },
  ],
  ofNumbers: (left, right) => left & right,
  ofBigints: (left, right) => left & right,
})

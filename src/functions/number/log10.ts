import { doubleFunction, logarithmOf } from './doubles.ts'

export const log10 = doubleFunction({
  name: 'log10',
  description: 'The logarithm to the base 10. Fails unless the number is positive.',
  parameters: ['number'],
  differs: 'fails where Flink gives NaN or minus infinity',
  examples: [
    { expression: 'log10(1000)', result: '3e0' },
    { expression: 'log10(-1)', failure: 'the logarithm of a number that is not positive' },
    { expression: 'log10(CAST(NULL AS DOUBLE))', result: 'NULL' },
  ],
  compute: (number) => logarithmOf(number, Math.log10),
})

import { doubleFunction, logarithmOf } from './doubles.ts'

export const log2 = doubleFunction({
  name: 'log2',
  description:
    'The logarithm to the base 2, as ln(number) / ln(2), whose last digit is not always right. Fails unless the number is positive.',
  parameters: ['number'],
  differs: 'fails where Flink gives NaN or minus infinity',
  examples: [
    { expression: 'log2(8)', result: '3e0' },
    { expression: 'log2(100)', result: '6.643856189774725e0' },
    { expression: 'log2(-1)', failure: 'the logarithm of a number that is not positive' },
    { expression: 'log2(CAST(NULL AS DOUBLE))', result: 'NULL' },
  ],
  compute: (number) => logarithmOf(number, (positive) => Math.log(positive) / Math.LN2),
})

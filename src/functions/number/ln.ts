import { doubleFunction, logarithmOf } from './doubles.ts'

export const ln = doubleFunction({
  name: 'ln',
  description: 'The natural logarithm. Fails unless the number is positive.',
  parameters: ['number'],
  differs: 'fails where Flink gives NaN or minus infinity',
  examples: [
    { expression: 'ln(1)', result: '0e0' },
    { expression: 'ln(10)', result: '2.302585092994046e0' },
    { expression: 'ln(0)', failure: 'the logarithm of a number that is not positive' },
    { expression: 'ln(CAST(NULL AS DOUBLE))', result: 'NULL' },
  ],
  compute: (number) => logarithmOf(number, Math.log),
})

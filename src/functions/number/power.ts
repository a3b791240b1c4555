import { doubleFunction } from './doubles.ts'

export const power = doubleFunction({
  name: 'power',
  aliases: ['pow'],
  description: 'The first number to the power of the second, as DOUBLE. Fails where that is no number, or too large.',
  parameters: ['number', 'exponent'],
  differs: 'fails where Flink gives NaN or infinity',
  examples: [
    { expression: 'power(2, 10)', result: '1024e0' },
    { expression: 'power(4, -0.5)', result: '0.5e0' },
    { expression: 'power(-8, 0.5)', failure: 'a root of a negative number' },
    { expression: 'power(0, -1)', failure: 'division by zero' },
    { expression: 'power(10, 400)', failure: 'out of range for DOUBLE' },
    { expression: 'power(2, NULL)', result: 'NULL' },
  ],
  compute: (number, exponent) => {
    if (number === 0 && exponent < 0) return 'division by zero'
    const result = number ** exponent
    return Number.isNaN(result) ? 'a root of a negative number' : result
  },
})

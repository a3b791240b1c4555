import { finite, logarithmOf } from './doubles.ts'
import type { FunctionDefinition } from '../definition.ts'

export const log: FunctionDefinition = {
  name: 'log',
  aliases: [],
  family: 'number',
  description:
    'The natural logarithm, or that to a base, which stands first. Fails unless the number is positive and the base more than 1.',
  signatures: [
    { parameters: [{ name: 'number', accepts: 'DOUBLE' }], result: { kind: 'DOUBLE' } },
    {
      parameters: [
        { name: 'base', accepts: 'DOUBLE' },
        { name: 'number', accepts: 'DOUBLE' },
      ],
      result: { kind: 'DOUBLE' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'LOG',
  differs: 'fails where Flink gives NaN or infinity',
  examples: [
    { expression: 'log(10)', result: '2.302585092994046e0' },
    { expression: 'log(2, 8)', result: '3e0' },
    { expression: 'log(1, 9)', failure: 'the base of a logarithm is more than 1' },
    { expression: 'log(0)', failure: 'the logarithm of a number that is not positive' },
    { expression: 'log(CAST(NULL AS DOUBLE))', result: 'NULL' },
  ],
  bind: () => (first, second) => {
    if (second === undefined) return finite(logarithmOf(first as number, Math.log))
    const base = first as number
    if (base <= 1) return finite('the base of a logarithm is more than 1')
    return finite(logarithmOf(second as number, (number) => Math.log(number) / Math.log(base)))
  },
}

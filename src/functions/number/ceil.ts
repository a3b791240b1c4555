import { ceilingOf, wholeType } from './whole.ts'
import type { FunctionDefinition } from '../definition.ts'

export const ceil: FunctionDefinition = {
  name: 'ceil',
  aliases: ['ceiling'],
  family: 'number',
  description: 'The smallest whole number that is not smaller than the number.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'numeric' }], result: wholeType }],
  nulls: 'propagate',
  canFail: false,
  flink: 'CEIL',
  examples: [
    { expression: 'ceil(1.2)', result: '2' },
    { expression: 'ceil(-1.7)', result: '-1' },
    { expression: 'ceil(3)', result: '3' },
  ],
  bind: ({ argumentTypes }) => ceilingOf(argumentTypes[0]),
}

import { floorOf, wholeType } from './whole.ts'
import type { FunctionDefinition } from '../definition.ts'

export const floor: FunctionDefinition = {
  name: 'floor',
  aliases: [],
  family: 'number',
  description: 'The largest whole number that is not larger than the number.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'numeric' }], result: wholeType }],
  nulls: 'propagate',
  canFail: false,
  flink: 'FLOOR',
  examples: [
    { expression: 'floor(1.7)', result: '1' },
    { expression: 'floor(-1.2)', result: '-2' },
    { expression: 'floor(3)', result: '3' },
  ],
  bind: ({ argumentTypes }) => floorOf(argumentTypes[0]),
}

import { valuesEqual } from '../../types/conversion/equal.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arrayPosition: FunctionDefinition = {
  name: 'array_position',
  aliases: [],
  family: 'collection',
  description: 'The number, from 1, of the first element that equals the value; 0 where there is none.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ARRAY' },
        { name: 'value', accepts: 'element' },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'ARRAY_POSITION',
  examples: [
    { expression: "array_position(ARRAY['a', 'b', 'b'], 'b')", result: '2' },
    { expression: 'array_position(ARRAY[1, 2], 3)', result: '0' },
    { expression: 'array_position(ARRAY[1, NULL], NULL)', result: 'NULL' },
  ],
  bind: () => (array, wanted) => partsOf(array).findIndex((part) => valuesEqual(part, wanted)) + 1,
}

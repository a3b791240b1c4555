import { valuesEqual } from '../../types/conversion/equal.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arrayRemove: FunctionDefinition = {
  name: 'array_remove',
  aliases: [],
  family: 'collection',
  description: 'The elements that do not equal the value, in their order; a NULL takes the NULLs out.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ARRAY' },
        { name: 'value', accepts: 'element' },
      ],
      result: ([array]) => array,
    },
  ],
  nulls: 'handled',
  canFail: false,
  flink: 'ARRAY_REMOVE',
  examples: [
    { expression: 'array_remove(ARRAY[1, 2, 1], 1)', result: 'ARRAY[2]' },
    { expression: "array_remove(ARRAY['a', NULL], NULL)", result: "ARRAY['a']" },
    { expression: 'array_remove(ARRAY[1, NULL], 2)', result: 'ARRAY[1, NULL]' },
    { expression: 'array_remove(CAST(NULL AS ARRAY<INT>), 1)', result: 'NULL' },
  ],
  bind: () => (array, value) => (array === null ? null : partsOf(array).filter((part) => !valuesEqual(part, value))),
}

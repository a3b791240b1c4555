import { valuesEqual } from '../../types/conversion/equal.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arrayContains: FunctionDefinition = {
  name: 'array_contains',
  aliases: [],
  family: 'collection',
  description: 'Whether an element equals the value. NULL is looked for, too, and is then equal to NULL.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ARRAY' },
        { name: 'value', accepts: 'element' },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  nulls: 'handled',
  canFail: false,
  flink: 'ARRAY_CONTAINS',
  examples: [
    { expression: "array_contains(ARRAY['a', 'b'], 'b')", result: 'TRUE' },
    { expression: 'array_contains(ARRAY[1, 2], 2.5)', result: 'FALSE' },
    { expression: 'array_contains(ARRAY[1, NULL], NULL)', result: 'TRUE' },
    { expression: 'array_contains(CAST(NULL AS ARRAY<INT>), 1)', result: 'NULL' },
  ],
  bind: () => (array, wanted) => (array === null ? null : partsOf(array).some((part) => valuesEqual(part, wanted))),
}

import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arrayReverse: FunctionDefinition = {
  name: 'array_reverse',
  aliases: [],
  family: 'collection',
  description: 'The elements, the last one first.',
  signatures: [{ parameters: [{ name: 'array', accepts: 'ARRAY' }], result: ([array]) => array }],
  nulls: 'propagate',
  canFail: false,
  flink: 'ARRAY_REVERSE',
  examples: [
    { expression: 'array_reverse(ARRAY[3, 1, NULL])', result: 'ARRAY[NULL, 1, 3]' },
    { expression: 'array_reverse(CAST(NULL AS ARRAY<INT>))', result: 'NULL' },
  ],
  bind: () => (array) => partsOf(array).toReversed(),
}

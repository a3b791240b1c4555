import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const cardinality: FunctionDefinition = {
  name: 'cardinality',
  aliases: ['size'],
  family: 'collection',
  description: 'How many elements an ARRAY, or members a MAP has; NULLs count.',
  signatures: [
    { parameters: [{ name: 'array', accepts: 'ARRAY' }], result: { kind: 'INT' } },
    { parameters: [{ name: 'map', accepts: 'MAP' }], result: { kind: 'INT' } },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'CARDINALITY',
  examples: [
    { expression: 'cardinality(ARRAY[1, NULL])', result: '2' },
    { expression: "cardinality(MAP['a', 1])", result: '1' },
    { expression: 'cardinality(CAST(NULL AS ARRAY<INT>))', result: 'NULL' },
  ],
  bind: () => (value) => (value instanceof Map ? value.size : partsOf(value).length),
}

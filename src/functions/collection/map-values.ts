import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition } from '../definition.ts'
import { entriesOf, type Nested } from './parts.ts'

export const mapValues: FunctionDefinition = {
  name: 'map_values',
  aliases: [],
  family: 'collection',
  description: 'The values of a MAP, in the order of its members.',
  signatures: [
    {
      parameters: [{ name: 'map', accepts: 'MAP' }],
      result: ([map]): LogicalType => ({ kind: 'ARRAY', element: (map as Nested<'MAP'>).value }),
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'MAP_VALUES',
  differs: 'keeps the order of the members; Flink promises none',
  examples: [
    { expression: "map_values(MAP['b', 1, 'a', NULL])", result: 'ARRAY[1, NULL]' },
    { expression: 'map_values(CAST(NULL AS MAP<STRING, INT>))', result: 'NULL' },
  ],
  bind: () => (map) => [...entriesOf(map).values()],
}

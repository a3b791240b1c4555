import type { FunctionDefinition } from '../definition.ts'
import { entriesOf } from './parts.ts'

export const mapKeys: FunctionDefinition = {
  name: 'map_keys',
  aliases: [],
  family: 'collection',
  description: 'The keys of a MAP, in the order of its members.',
  signatures: [
    { parameters: [{ name: 'map', accepts: 'MAP' }], result: { kind: 'ARRAY', element: { kind: 'STRING' } } },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'MAP_KEYS',
  differs: 'keeps the order of the members; Flink promises none',
  examples: [
    { expression: "map_keys(MAP['b', 1, 'a', NULL])", result: "ARRAY['b', 'a']" },
    { expression: 'map_keys(CAST(NULL AS MAP<STRING, INT>))', result: 'NULL' },
  ],
  bind: () => (map) => [...entriesOf(map).keys()],
}

import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf, type Nested } from './parts.ts'

export const item: FunctionDefinition = {
  name: 'item',
  aliases: [],
  family: 'collection',
  description:
    'The element of an ARRAY with this number, from 1, or what a MAP has for a key; NULL where there is none.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ARRAY' },
        { name: 'index', accepts: 'BIGINT' },
      ],
      result: ([array]): LogicalType => (array as Nested<'ARRAY'>).element,
    },
    {
      parameters: [
        { name: 'map', accepts: 'MAP' },
        { name: 'key', accepts: 'STRING' },
      ],
      result: ([map]): LogicalType => (map as Nested<'MAP'>).value,
    },
  ],
  syntax: ['array[index]', 'map[key]'],
  nulls: 'propagate',
  canFail: false,
  flink: '`[…]`',
  examples: [
    { expression: "ARRAY['a', 'b'][1]", result: "'a'" },
    { expression: "ARRAY['a', 'b'][3]", result: 'NULL' },
    { expression: "MAP['a', 1]['a']", result: '1' },
    { expression: "MAP['a', 1]['b']", result: 'NULL' },
  ],
  bind: () => (value, at) =>
    value instanceof Map ? (value.get(at as string) ?? null) : (partsOf(value)[Number(at) - 1] ?? null),
}

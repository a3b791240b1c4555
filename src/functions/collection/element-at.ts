import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf, type Nested } from './parts.ts'

export const elementAt: FunctionDefinition = {
  name: 'element_at',
  aliases: [],
  family: 'collection',
  description:
    'As `array[index]` and `map[key]`, but a negative index counts from the end: -1 is the last element. NULL where there is none.',
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
  nulls: 'propagate',
  canFail: false,
  flink: 'none; Trino has it, and `[…]` is the same but for negative numbers',
  examples: [
    { expression: "element_at(ARRAY['a', 'b'], 1)", result: "'a'" },
    { expression: "element_at(ARRAY['a', 'b'], -1)", result: "'b'" },
    { expression: "element_at(ARRAY['a', 'b'], 0)", result: 'NULL' },
    { expression: "element_at(MAP['a', 1], 'a')", result: '1' },
  ],
  bind: () => (value, at) => {
    if (value instanceof Map) return value.get(at as string) ?? null
    const index = Number(at)
    return (index < 0 ? partsOf(value).at(index) : partsOf(value)[index - 1]) ?? null
  },
}

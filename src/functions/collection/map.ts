import type { LogicalType } from '../../types/logical.ts'
import { Failure, type Value } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

export const map: FunctionDefinition = {
  name: 'map',
  aliases: [],
  family: 'collection',
  description:
    'A MAP of keys, which are STRING, and values, which widen to one type. Of a repeated key the last value counts.',
  signatures: [
    {
      parameters: [
        { name: 'key', accepts: 'STRING' },
        { name: 'value', accepts: 'any' },
      ],
      variadic: true,
      result: ([, value]): LogicalType => ({ kind: 'MAP', value }),
    },
  ],
  syntax: ['MAP[key, value, …]'],
  nulls: 'handled',
  canFail: true,
  flink: 'MAP[…]',
  differs: 'keys are STRING, and not NULL',
  examples: [
    { expression: "MAP['a', 1, 'b', NULL]", result: `CAST('{"a":1,"b":null}' AS MAP<STRING, INT>)` },
    { expression: "MAP['a', 1, 'a', 2]['a']", result: '2' },
    { expression: "MAP[CAST(NULL AS STRING), 1]['a']", failure: 'a key of a MAP is NULL' },
  ],
  bind:
    () =>
    (...values) => {
      const entries = new Map<string, Value>()
      for (let at = 0; at < values.length; at += 2) {
        const key = values[at]
        if (key === null) return new Failure('a key of a MAP is NULL')
        entries.set(key as string, values[at + 1])
      }
      return entries
    },
}

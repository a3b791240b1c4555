import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition } from '../definition.ts'

export const array: FunctionDefinition = {
  name: 'array',
  aliases: [],
  family: 'collection',
  description: 'An ARRAY of these values, which widen to one type. A column called `array` needs backticks before `[`.',
  signatures: [
    {
      parameters: [{ name: 'value', accepts: 'common' }],
      variadic: true,
      result: ([element]): LogicalType => ({ kind: 'ARRAY', element }),
    },
  ],
  syntax: ['ARRAY[value, …]'],
  nulls: 'handled',
  canFail: false,
  flink: 'ARRAY[…]',
  examples: [
    { expression: 'ARRAY[1, 2, NULL]', result: "CAST('[1,2,null]' AS ARRAY<INT>)" },
    { expression: 'ARRAY[1, 2.50][2]', result: '2.50' },
  ],
  bind:
    () =>
    (...values) =>
      values,
}

import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition } from '../definition.ts'

export const row: FunctionDefinition = {
  name: 'row',
  aliases: [],
  family: 'collection',
  description:
    'A ROW of these values, its fields called `f0`, `f1` and so on; a column of type ROW, or a CAST, takes them by place and gives them names.',
  signatures: [
    {
      parameters: [{ name: 'value', accepts: 'any' }],
      variadic: true,
      result: (types): LogicalType => ({ kind: 'ROW', fields: types.map((type, at) => ({ name: `f${at}`, type })) }),
    },
  ],
  syntax: ['ROW(value, …)'],
  nulls: 'handled',
  canFail: false,
  flink: 'ROW(…)',
  differs: 'the fields are called `f0`, `f1`, …, and not `EXPR$0`, `EXPR$1`, …',
  examples: [
    { expression: "ROW(1, 'x').f1", result: "'x'" },
    { expression: "CAST(ROW(1, 'x') AS ROW<id BIGINT, name STRING>).id", result: 'CAST(1 AS BIGINT)' },
  ],
  bind:
    () =>
    (...values) =>
      values,
}

import { compareValues } from '../../types/conversion/order.ts'
import type { FunctionDefinition } from '../definition.ts'

export const greatest: FunctionDefinition = {
  name: 'greatest',
  aliases: [],
  family: 'condition',
  description: 'The greatest of the values; NULL if any of them is NULL.',
  signatures: [{ parameters: [{ name: 'value', accepts: 'comparable' }], variadic: true, result: ([type]) => type }],
  nulls: 'propagate',
  canFail: false,
  flink: 'GREATEST',
  examples: [
    { expression: 'greatest(1, 3, 2)', result: '3' },
    { expression: 'greatest(1, 2.5)', result: '2.5' },
    { expression: "greatest('a', 'b')", result: "'b'" },
    { expression: "greatest(DATE '2026-11-20', DATE '2026-11-21')", result: "DATE '2026-11-21'" },
    { expression: 'greatest(1, NULL)', result: 'NULL' },
  ],
  bind:
    () =>
    (...values) =>
      values.reduce((best, value) => (compareValues(value, best) > 0 ? value : best)),
}

import { compareValues } from '../../types/conversion/order.ts'
import type { FunctionDefinition } from '../definition.ts'

export const least: FunctionDefinition = {
  name: 'least',
  aliases: [],
  family: 'condition',
  description: 'The least of the values; NULL if any of them is NULL.',
  signatures: [{ parameters: [{ name: 'value', accepts: 'comparable' }], variadic: true, result: ([type]) => type }],
  nulls: 'propagate',
  canFail: false,
  flink: 'LEAST',
  examples: [
    { expression: 'least(1, 3, 2)', result: '1' },
    { expression: 'least(1, 2.5)', result: '1' },
    { expression: "least('a', 'b')", result: "'a'" },
    { expression: "least(DATE '2026-11-20', DATE '2026-11-21')", result: "DATE '2026-11-20'" },
    { expression: 'least(1, NULL)', result: 'NULL' },
  ],
  bind:
    () =>
    (...values) =>
      values.reduce((best, value) => (compareValues(value, best) < 0 ? value : best)),
}

import { valuesEqual } from '../../types/conversion/equal.ts'
import type { FunctionDefinition } from '../definition.ts'

export const nullif: FunctionDefinition = {
  name: 'nullif',
  aliases: [],
  family: 'condition',
  description: 'NULL if both are equal, else the first. Logs write `-` or `0` where they mean nothing: this says so.',
  signatures: [
    {
      parameters: [
        { name: 'value', accepts: 'common' },
        { name: 'nothing', accepts: 'common' },
      ],
      result: ([type]) => type,
    },
  ],
  nulls: 'handled',
  canFail: false,
  flink: 'NULLIF',
  examples: [
    { expression: "nullif('-', '-')", result: 'NULL' },
    { expression: "nullif('12', '-')", result: "'12'" },
    { expression: 'nullif(5, NULL)', result: '5' },
  ],
  bind: () => (value, nothing) => (valuesEqual(value, nothing) ? null : value),
}

import type { NumericType } from '../../types/families.ts'
import { rounded, roundedType } from './rounding.ts'
import type { FunctionDefinition } from '../definition.ts'

export const round: FunctionDefinition = {
  name: 'round',
  aliases: [],
  family: 'number',
  description:
    'A number rounded to so many digits behind the point, or to a whole number; half goes away from zero. Negative digits round in front of the point. A DECIMAL keeps as many digits as a constant says.',
  signatures: [
    {
      parameters: [
        { name: 'number', accepts: 'numeric' },
        { name: 'digits', accepts: 'INT', optional: true },
      ],
      result: roundedType,
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'ROUND',
  examples: [
    { expression: 'round(1.5)', result: '2' },
    { expression: 'round(-2.345, 2)', result: '-2.35' },
    { expression: 'CAST(round(CAST(1.5 AS DECIMAL(10, 4)), 2) AS STRING)', result: "'1.50'" },
    { expression: 'round(1234, -2)', result: '1200' },
    { expression: 'round(CAST(2.5 AS DOUBLE))', result: 'CAST(3 AS DOUBLE)' },
    { expression: 'round(CAST(127 AS TINYINT), -1)', failure: 'out of range for TINYINT' },
    { expression: 'round(1.5, NULL)', result: 'NULL' },
  ],
  bind:
    ({ argumentTypes, resultType }) =>
    (value, digits = 0) =>
      rounded(
        value as number | bigint,
        argumentTypes[0] as NumericType,
        resultType as NumericType,
        digits as number,
        'half-up',
      ),
}

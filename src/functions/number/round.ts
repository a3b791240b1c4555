import type { NumericType } from '../../types/families.ts'
import { rounded, roundedType } from './rounding.ts'
import type { FunctionDefinition } from '../definition.ts'

export const round: FunctionDefinition = {
  name: 'round',
  aliases: [],
  family: 'number',
  description:
    'A number rounded to so many digits behind the point, or to a whole number; half goes away from zero. Negative digits round in front of the point.',
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
  flink: 'ROUND; a DECIMAL keeps its scale where digits are given',
  examples: [
    { expression: 'round(1.5)', result: '2' },
    { expression: 'round(-2.345, 2)', result: '-2.350' },
    { expression: 'round(1234, -2)', result: '1200' },
    { expression: 'round(CAST(2.5 AS DOUBLE))', result: 'CAST(3 AS DOUBLE)' },
  ],
  bind:
    ({ argumentTypes, resultType }) =>
    (value, digits = 0) =>
      rounded(value as number | bigint, argumentTypes[0] as NumericType, resultType as NumericType, digits as number),
}

import type { NumericType } from '../../types/families.ts'
import { rounded, roundedType } from './rounding.ts'
import type { FunctionDefinition } from '../definition.ts'

export const truncate: FunctionDefinition = {
  name: 'truncate',
  aliases: [],
  family: 'number',
  description:
    'A number cut to so many digits behind the point, or to a whole number, towards zero. Negative digits cut in front of the point. A DECIMAL keeps as many digits as a constant says.',
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
  canFail: false,
  flink: 'TRUNCATE',
  examples: [
    { expression: 'truncate(42.324, 2)', result: '42.32' },
    { expression: 'truncate(42.324)', result: '42' },
    { expression: 'truncate(-1.99, 1)', result: '-1.9' },
    { expression: 'truncate(1299, -2)', result: '1200' },
    { expression: 'truncate(CAST(42.324 AS DOUBLE))', result: 'CAST(42 AS DOUBLE)' },
    { expression: 'truncate(1.5, NULL)', result: 'NULL' },
  ],
  bind:
    ({ argumentTypes, resultType }) =>
    (value, digits = 0) =>
      rounded(
        value as number | bigint,
        argumentTypes[0] as NumericType,
        resultType as NumericType,
        digits as number,
        'down',
      ),
}

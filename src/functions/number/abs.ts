import { integerInRange } from '../../types/conversion/scalar-text.ts'
import { magnitude } from '../../types/decimal.ts'
import { isInteger } from '../../types/families.ts'
import type { FunctionDefinition } from '../definition.ts'

export const abs: FunctionDefinition = {
  name: 'abs',
  aliases: [],
  family: 'number',
  description: 'A number without its sign. Fails for the smallest integer of a type, which has no positive twin.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'numeric' }], result: ([type]) => type }],
  nulls: 'propagate',
  canFail: true,
  flink: 'ABS',
  examples: [
    { expression: 'abs(-5)', result: '5' },
    { expression: 'abs(-1.50)', result: '1.50' },
    { expression: "abs(CAST('-9223372036854775808' AS BIGINT))", failure: 'out of range for BIGINT' },
    { expression: 'abs(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind:
    ({ resultType }) =>
    (value) => {
      if (isInteger(resultType)) return integerInRange(magnitude(BigInt(value as number | bigint)), resultType)
      return typeof value === 'bigint' ? magnitude(value) : Math.abs(value as number)
    },
}

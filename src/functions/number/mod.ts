import { rescale } from '../../types/decimal.ts'
import type { NumericType } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { Failure } from '../../types/value.ts'
import { arithmeticTypes } from '../../types/widen.ts'
import type { FunctionDefinition, Signature } from '../definition.ts'

const divisionByZero = new Failure('division by zero')

export const mod: FunctionDefinition = {
  name: 'mod',
  aliases: [],
  family: 'number',
  description: 'The rest of a division, with the sign of the dividend, as `%` gives it. Fails for a divisor of zero.',
  signatures: [
    twoOf('INT', { kind: 'INT' }),
    twoOf('BIGINT', { kind: 'BIGINT' }),
    twoOf('DECIMAL', ([left, right]) => arithmeticTypes('%', left as NumericType, right as NumericType).result),
    twoOf('DOUBLE', { kind: 'DOUBLE' }),
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'MOD',
  examples: [
    { expression: 'mod(10, 3)', result: '1' },
    { expression: 'mod(-10, 3)', result: '-1' },
    { expression: 'mod(5.5, 2)', result: '1.5' },
    { expression: 'mod(1, 0)', failure: 'division by zero' },
    { expression: 'mod(1, NULL)', result: 'NULL' },
  ],
  bind: ({ argumentTypes: [left, right], resultType }) => {
    if (resultType.kind !== 'DECIMAL') {
      return (dividend, divisor) =>
        Number(divisor) === 0 ? divisionByZero : remainder(dividend as number | bigint, divisor as number | bigint)
    }
    const scale = resultType.scale
    return (dividend, divisor) =>
      divisor === 0n
        ? divisionByZero
        : rescale(dividend as bigint, scaleOf(left), scale) % rescale(divisor as bigint, scaleOf(right), scale)
  },
}

function twoOf(accepts: 'INT' | 'BIGINT' | 'DECIMAL' | 'DOUBLE', result: Signature['result']): Signature {
  return {
    parameters: [
      { name: 'dividend', accepts },
      { name: 'divisor', accepts },
    ],
    result,
  }
}

function scaleOf(type: LogicalType): number {
  return type.kind === 'DECIMAL' ? type.scale : 0
}

/** Both are of one type. */
function remainder(dividend: number | bigint, divisor: number | bigint): number | bigint {
  return typeof dividend === 'bigint' ? dividend % (divisor as bigint) : dividend % (divisor as number)
}

import type { LogicalType } from '../../types/logical.ts'
import type { FunctionDefinition } from '../definition.ts'

export const sign: FunctionDefinition = {
  name: 'sign',
  aliases: [],
  family: 'number',
  description: '1 for a positive number, -1 for a negative one, 0 for zero.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'numeric' }], result: signType }],
  nulls: 'propagate',
  canFail: false,
  flink: 'SIGN',
  differs: "that of a DECIMAL is DECIMAL(1, 0), not of the argument's type, which may not hold it",
  examples: [
    { expression: 'sign(-5)', result: '-1' },
    { expression: 'sign(0.55)', result: '1' },
    { expression: 'sign(0)', result: '0' },
    { expression: 'sign(CAST(-0.5 AS DOUBLE))', result: '-1e0' },
    { expression: 'sign(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind: ({ resultType }) => {
    const exact = resultType.kind === 'DECIMAL' || resultType.kind === 'BIGINT'
    return (value) => {
      const result = Number((value as number | bigint) > 0) - Number((value as number | bigint) < 0)
      return exact ? BigInt(result) : result
    }
  },
}

function signType([type]: readonly LogicalType[]): LogicalType {
  return type.kind !== 'DECIMAL' ? type : { kind: 'DECIMAL', precision: 1, scale: 0 }
}

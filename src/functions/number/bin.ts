import type { FunctionDefinition } from '../definition.ts'

export const bin: FunctionDefinition = {
  name: 'bin',
  aliases: [],
  family: 'number',
  description: 'The binary digits of an integer. Negative integers are of 64 bits.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'BIGINT' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'BIN',
  examples: [
    { expression: 'bin(4)', result: "'100'" },
    { expression: 'bin(12)', result: "'1100'" },
    { expression: 'bin(-1)', result: `'${'1'.repeat(64)}'` },
    { expression: 'bin(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind: () => (number) => BigInt.asUintN(64, number as bigint).toString(2),
}

import type { FunctionDefinition } from '../definition.ts'

export const hex: FunctionDefinition = {
  name: 'hex',
  aliases: [],
  family: 'string',
  description:
    "The hexadecimal digits, in upper case, of an integer, of a text's UTF-8 or of bytes. Negative integers are of 64 bits.",
  signatures: [
    { parameters: [{ name: 'number', accepts: 'BIGINT' }], result: { kind: 'STRING' } },
    { parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } },
    { parameters: [{ name: 'bytes', accepts: 'BYTES' }], result: { kind: 'STRING' } },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'HEX',
  examples: [
    { expression: 'hex(255)', result: "'FF'" },
    { expression: 'hex(-1)', result: "'FFFFFFFFFFFFFFFF'" },
    { expression: "hex('abc')", result: "'616263'" },
    { expression: "hex(unhex('00ff'))", result: "'00FF'" },
    { expression: 'hex(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind: () => (value) =>
    typeof value === 'bigint'
      ? BigInt.asUintN(64, value).toString(16).toUpperCase()
      : Buffer.from(value as string)
          .toString('hex')
          .toUpperCase(),
}

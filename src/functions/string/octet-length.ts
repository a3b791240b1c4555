import type { FunctionDefinition } from '../definition.ts'

export const octetLength: FunctionDefinition = {
  name: 'octet_length',
  aliases: [],
  family: 'string',
  description: 'How many bytes there are, of a text in its UTF-8.',
  signatures: [
    { parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'INT' } },
    { parameters: [{ name: 'bytes', accepts: 'BYTES' }], result: { kind: 'INT' } },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: "none; Hive's OCTET_LENGTH",
  examples: [
    { expression: "octet_length('abc')", result: '3' },
    { expression: "octet_length('日志')", result: '6' },
    { expression: "octet_length(unhex('00ff'))", result: '2' },
    { expression: 'octet_length(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (value) => Buffer.byteLength(value as string | Uint8Array),
}

import type { FunctionDefinition } from '../definition.ts'

export const toBase64: FunctionDefinition = {
  name: 'to_base64',
  aliases: [],
  family: 'string',
  description: "The BASE64 of a text's UTF-8, or of bytes.",
  signatures: [
    { parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } },
    { parameters: [{ name: 'bytes', accepts: 'BYTES' }], result: { kind: 'STRING' } },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'TO_BASE64',
  examples: [
    { expression: "to_base64('hello world')", result: "'aGVsbG8gd29ybGQ='" },
    { expression: "to_base64(unhex('ff'))", result: "'/w=='" },
    { expression: 'to_base64(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (value) => Buffer.from(value as string).toString('base64'),
}

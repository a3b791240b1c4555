import type { FunctionDefinition } from '../definition.ts'

export const toBase64: FunctionDefinition = {
  name: 'to_base64',
  aliases: [],
  family: 'string',
  description: "The BASE64 of a text's UTF-8.",
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'TO_BASE64',
  examples: [{ expression: "to_base64('hello')", result: "'aGVsbG8='" }],
  bind: () => (text) => Buffer.from(text as string, 'utf8').toString('base64'),
}

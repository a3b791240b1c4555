import type { FunctionDefinition } from '../definition.ts'

export const ascii: FunctionDefinition = {
  name: 'ascii',
  aliases: [],
  family: 'string',
  description: 'The number of the first character of a text, its code point; 0 if the text is empty.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'INT' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'ASCII',
  differs:
    "of a character that is not ASCII it is the code point, where Flink gives the UTF-8's first byte, with a sign",
  examples: [
    { expression: "ascii('abc')", result: '97' },
    { expression: "ascii('日')", result: '26085' },
    { expression: "ascii('')", result: '0' },
    { expression: 'ascii(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => (text as string).codePointAt(0) ?? 0,
}

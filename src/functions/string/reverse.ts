import type { FunctionDefinition } from '../definition.ts'

export const reverse: FunctionDefinition = {
  name: 'reverse',
  aliases: [],
  family: 'string',
  description: 'The characters of a text from the last to the first.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'REVERSE',
  examples: [
    { expression: "reverse('abc')", result: "'cba'" },
    { expression: "reverse('a😀')", result: "'😀a'" },
    { expression: 'reverse(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) =>
    Array.from(text as string)
      .toReversed()
      .join(''),
}

import type { FunctionDefinition } from '../definition.ts'

export const lower: FunctionDefinition = {
  name: 'lower',
  aliases: ['lcase'],
  family: 'string',
  description: 'The text in lower case, by the rules of Unicode and of no language in particular.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'LOWER',
  examples: [
    { expression: "lower('Android')", result: "'android'" },
    { expression: "lower('ÄÖ')", result: "'äö'" },
    { expression: 'lower(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => (text as string).toLowerCase(),
}

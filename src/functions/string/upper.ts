import type { FunctionDefinition } from '../definition.ts'

export const upper: FunctionDefinition = {
  name: 'upper',
  aliases: ['ucase'],
  family: 'string',
  description: 'The text in upper case, by the rules of Unicode and of no language in particular.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'UPPER',
  examples: [
    { expression: "upper('cn')", result: "'CN'" },
    { expression: "upper('straße')", result: "'STRASSE'" },
    { expression: 'upper(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => (text as string).toUpperCase(),
}

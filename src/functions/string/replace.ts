import type { FunctionDefinition } from '../definition.ts'

export const replace: FunctionDefinition = {
  name: 'replace',
  aliases: [],
  family: 'string',
  description: 'The text with every occurrence of one text replaced by another. An empty one occurs nowhere.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'old', accepts: 'STRING' },
        { name: 'new', accepts: 'STRING' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'REPLACE',
  examples: [
    { expression: "replace('a,b,c', ',', ';')", result: "'a;b;c'" },
    { expression: "replace('abc', '', 'x')", result: "'abc'" },
    { expression: "replace('a', 'a', '$&')", result: "'$&'" },
    { expression: "replace('a', 'a', NULL)", result: 'NULL' },
  ],
  bind: () => (text, old, replacement) =>
    old === '' ? text : (text as string).replaceAll(old as string, () => replacement as string),
}

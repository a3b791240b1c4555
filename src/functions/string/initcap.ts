import type { FunctionDefinition } from '../definition.ts'

export const initcap: FunctionDefinition = {
  name: 'initcap',
  aliases: [],
  family: 'string',
  description: 'The text with each word (letters and digits in a row) in lower case but for its first letter.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'INITCAP',
  examples: [
    { expression: "initcap('heLLo wORLD-2nd')", result: "'Hello World-2nd'" },
    { expression: "initcap('éCOLE')", result: "'École'" },
    { expression: 'initcap(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) =>
    (text as string).replace(/([\p{L}\p{N}])([\p{L}\p{N}\p{M}]*)/gu, (_, first: string, rest: string) => {
      return first.toUpperCase() + rest.toLowerCase()
    }),
}

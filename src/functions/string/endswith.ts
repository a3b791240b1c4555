import type { FunctionDefinition } from '../definition.ts'

export const endswith: FunctionDefinition = {
  name: 'endswith',
  aliases: ['ends_with'],
  family: 'string',
  description: 'Whether a text ends with another.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'part', accepts: 'STRING' },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'ENDSWITH',
  examples: [
    { expression: "endswith('a.log', '.log')", result: 'TRUE' },
    { expression: "endswith('a.gz', '.log')", result: 'FALSE' },
    { expression: "endswith(NULL, 'a')", result: 'NULL' },
  ],
  bind: () => (text, part) => (text as string).endsWith(part as string),
}

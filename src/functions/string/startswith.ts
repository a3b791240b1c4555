import type { FunctionDefinition } from '../definition.ts'

export const startswith: FunctionDefinition = {
  name: 'startswith',
  aliases: ['starts_with'],
  family: 'string',
  description: 'Whether a text begins with another.',
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
  flink: 'STARTSWITH',
  examples: [
    { expression: "startswith('/api/x', '/api')", result: 'TRUE' },
    { expression: "startswith('a', '')", result: 'TRUE' },
    { expression: "startswith(NULL, 'a')", result: 'NULL' },
  ],
  bind: () => (text, part) => (text as string).startsWith(part as string),
}

import { slice } from './code-points.ts'
import type { FunctionDefinition } from '../definition.ts'

export const left: FunctionDefinition = {
  name: 'left',
  aliases: [],
  family: 'string',
  description: 'The first characters of a text; none if the number is negative.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'count', accepts: 'INT' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'LEFT',
  examples: [
    { expression: "left('zh-CN', 2)", result: "'zh'" },
    { expression: "left('a', 5)", result: "'a'" },
    { expression: "left('a', -1)", result: "''" },
    { expression: "left('a', NULL)", result: 'NULL' },
  ],
  bind: () => (text, count) => slice(text as string, 0, Math.max(count as number, 0)),
}

import { lengthOf, slice } from './code-points.ts'
import type { FunctionDefinition } from '../definition.ts'

export const right: FunctionDefinition = {
  name: 'right',
  aliases: [],
  family: 'string',
  description: 'The last characters of a text; none if the number is negative.',
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
  flink: 'RIGHT',
  examples: [
    { expression: "right('zh-CN', 2)", result: "'CN'" },
    { expression: "right('a', 5)", result: "'a'" },
    { expression: "right('a', 0)", result: "''" },
    { expression: "right('a', NULL)", result: 'NULL' },
  ],
  bind: () => (text, count) => {
    const length = lengthOf(text as string)
    return slice(text as string, Math.max(length - Math.max(count as number, 0), 0), length)
  },
}

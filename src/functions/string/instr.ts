import { positionOf } from './position.ts'
import type { FunctionDefinition } from '../definition.ts'

export const instr: FunctionDefinition = {
  name: 'instr',
  aliases: [],
  family: 'string',
  description:
    'Where a text first has another in it: 1 is the first character, 0 nowhere. Like `locate` with the text first.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'part', accepts: 'STRING' },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'INSTR',
  examples: [
    { expression: "instr('abcb', 'b')", result: '2' },
    { expression: "instr('abc', 'x')", result: '0' },
    { expression: "instr('a', NULL)", result: 'NULL' },
  ],
  bind: () => (text, part) => positionOf(part as string, text as string, 1),
}

import { positionOf } from './position.ts'
import type { FunctionDefinition } from '../definition.ts'

export const locate: FunctionDefinition = {
  name: 'locate',
  aliases: ['position'],
  family: 'string',
  description:
    'Where a text first stands in another: 1 is the first character, 0 nowhere. The search can begin further on.',
  signatures: [
    {
      parameters: [
        { name: 'part', accepts: 'STRING' },
        { name: 'text', accepts: 'STRING' },
        { name: 'start', accepts: 'INT', optional: true },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  syntax: ['POSITION(part IN text)'],
  flink: 'LOCATE, POSITION',
  examples: [
    { expression: "locate('b', 'abcb')", result: '2' },
    { expression: "locate('b', 'abcb', 3)", result: '4' },
    { expression: "locate('x', 'abc')", result: '0' },
    { expression: "POSITION('b' IN 'abcb')", result: '2' },
    { expression: "POSITION('c' IN ('ab' || 'c'))", result: '3' },
    { expression: "locate(NULL, 'a')", result: 'NULL' },
  ],
  bind:
    () =>
    (part, text, start = 1) =>
      positionOf(part as string, text as string, start as number),
}

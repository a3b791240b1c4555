import { lengthOf, slice } from './code-points.ts'
import type { FunctionDefinition } from '../definition.ts'

export const substring: FunctionDefinition = {
  name: 'substring',
  aliases: ['substr'],
  family: 'string',
  description:
    'The part of a text from a place on, to its end or so many characters long. Places count code points from 1, negative ones from the end.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'start', accepts: 'INT' },
        { name: 'length', accepts: 'INT', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  syntax: ['SUBSTRING(text FROM start [FOR length])'],
  flink: 'SUBSTRING',
  examples: [
    { expression: "substring('2026-11-20', 1, 4)", result: "'2026'" },
    { expression: "substring('2026-11-20', 6)", result: "'11-20'" },
    { expression: "SUBSTRING('2026-11-20' FROM 6 FOR 2)", result: "'11'" },
    { expression: "substring('a.log', -3)", result: "'log'" },
    { expression: "substring('日志服', 2, 1)", result: "'志'" },
    { expression: "substring('abc', 9)", result: "''" },
    { expression: "substring('abc', 1, -1)", result: 'NULL' },
  ],
  bind:
    () =>
    (text, start, length = 2_147_483_647) => {
      const whole = text as string
      if ((length as number) < 0) return null
      const first = (start as number) >= 0 ? Math.max(start as number, 1) - 1 : lengthOf(whole) + (start as number)
      return first < 0 ? '' : slice(whole, first, first + (length as number))
    },
}

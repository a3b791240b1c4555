import { trimEnd } from './trimming.ts'
import type { FunctionDefinition } from '../definition.ts'

export const rtrim: FunctionDefinition = {
  name: 'rtrim',
  aliases: [],
  family: 'string',
  description: 'The text without the blanks at the end, or without any of the characters given.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'characters', accepts: 'STRING', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'RTRIM',
  examples: [
    { expression: "rtrim(' a  ')", result: "' a'" },
    { expression: "rtrim('1.500', '0')", result: "'1.5'" },
    { expression: 'rtrim(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind:
    () =>
    (text, characters = ' ') =>
      trimEnd(text as string, characters as string),
}

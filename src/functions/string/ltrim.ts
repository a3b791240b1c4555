import { trimStart } from './trimming.ts'
import type { FunctionDefinition } from '../definition.ts'

export const ltrim: FunctionDefinition = {
  name: 'ltrim',
  aliases: [],
  family: 'string',
  description: 'The text without the blanks at the start, or without any of the characters given.',
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
  flink: 'LTRIM',
  examples: [
    { expression: "ltrim('  a ')", result: "'a '" },
    { expression: "ltrim('007', '0')", result: "'7'" },
    { expression: 'ltrim(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind:
    () =>
    (text, characters = ' ') =>
      trimStart(text as string, characters as string),
}

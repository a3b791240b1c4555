import { trimEnd, trimStart } from './trimming.ts'
import type { FunctionDefinition } from '../definition.ts'

export const trim: FunctionDefinition = {
  name: 'trim',
  aliases: ['btrim'],
  family: 'string',
  description: 'The text without the blanks at both ends, or without any of the characters given.',
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
  syntax: ['TRIM([BOTH | LEADING | TRAILING] [characters] FROM text)'],
  flink: 'TRIM, BTRIM',
  examples: [
    { expression: "trim('  a b ')", result: "'a b'" },
    { expression: "trim('/a/b/', '/')", result: "'a/b'" },
    { expression: "TRIM(BOTH '/' FROM '/a/b/')", result: "'a/b'" },
    { expression: "TRIM(LEADING 'x' FROM 'xxax')", result: "'ax'" },
    { expression: "TRIM(TRAILING FROM '  a ')", result: "'  a'" },
    { expression: "TRIM('x' FROM 'xax')", result: "'a'" },
    { expression: "TRIM(BOTH NULL FROM 'a')", result: 'NULL' },
  ],
  bind:
    () =>
    (text, characters = ' ') =>
      trimEnd(trimStart(text as string, characters as string), characters as string),
}

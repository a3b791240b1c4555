import { lengthOf } from './code-points.ts'
import type { FunctionDefinition } from '../definition.ts'

export const charLength: FunctionDefinition = {
  name: 'char_length',
  aliases: ['character_length', 'length'],
  family: 'string',
  description: 'How many characters (code points) a text has.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'INT' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'CHAR_LENGTH',
  examples: [
    { expression: "char_length('abc')", result: '3' },
    { expression: "char_length('😀')", result: '1' },
    { expression: "char_length('')", result: '0' },
    { expression: 'char_length(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => lengthOf(text as string),
}

import { Failure } from '../../types/value.ts'
import { padded } from './padding.ts'
import type { FunctionDefinition } from '../definition.ts'

export const rpad: FunctionDefinition = {
  name: 'rpad',
  aliases: [],
  family: 'string',
  description:
    'The text brought to a length: cut, or with another text repeated behind of it. NULL if the length is negative or that text is empty.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'length', accepts: 'INT' },
        { name: 'pad', accepts: 'STRING' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'RPAD',
  differs: 'fails where the result has more than 1,000,000 characters',
  examples: [
    { expression: "rpad('7', 3, '.')", result: "'7..'" },
    { expression: "rpad('a', 4, 'xy')", result: "'axyx'" },
    { expression: "rpad('a', 3, '')", result: 'NULL' },
    { expression: "rpad('a', 2000000, ' ')", failure: 'longer than 1000000 characters' },
  ],
  bind: () => (text, length, pad) => {
    const result = padded(text as string, length as number, pad as string)
    return result === null || result instanceof Failure ? result : result.text + result.added
  },
}

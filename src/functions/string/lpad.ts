import { Failure } from '../../types/value.ts'
import { padded } from './padding.ts'
import type { FunctionDefinition } from '../definition.ts'

export const lpad: FunctionDefinition = {
  name: 'lpad',
  aliases: [],
  family: 'string',
  description:
    'The text brought to a length: cut, or with another text repeated in front of it. NULL if the length is negative or that text is empty.',
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
  flink: 'LPAD',
  differs: 'fails where the result has more than 1,000,000 characters',
  examples: [
    { expression: "lpad('7', 3, '0')", result: "'007'" },
    { expression: "lpad('abcd', 3, '0')", result: "'abc'" },
    { expression: "lpad('a', -1, '0')", result: 'NULL' },
    { expression: "lpad('a', 2000000, ' ')", failure: 'longer than 1000000 characters' },
  ],
  bind: () => (text, length, pad) => {
    const result = padded(text as string, length as number, pad as string)
    return result === null || result instanceof Failure ? result : result.added + result.text
  },
}

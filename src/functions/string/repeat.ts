import { textLengthMax, tooLong } from './padding.ts'
import type { FunctionDefinition } from '../definition.ts'

export const repeat: FunctionDefinition = {
  name: 'repeat',
  aliases: [],
  family: 'string',
  description: 'The text so many times; no text if the number is not positive.',
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
  canFail: true,
  flink: 'REPEAT',
  differs: 'fails where the result has more than 1,000,000 characters',
  examples: [
    {
      expression: "repeat('This is a test String.', 2)",
      result: "'This is a test String.This is a test String.'",
    },
    { expression: "repeat('ab', -1)", result: "''" },
    { expression: "repeat('ab', 1000000)", failure: 'longer than 1000000 characters' },
    { expression: "repeat('ab', NULL)", result: 'NULL' },
  ],
  bind: () => (text, count) => {
    const times = Math.max(count as number, 0)
    return (text as string).length * times > textLengthMax ? tooLong : (text as string).repeat(times)
  },
}

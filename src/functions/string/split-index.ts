import type { FunctionDefinition } from '../definition.ts'

export const splitIndex: FunctionDefinition = {
  name: 'split_index',
  aliases: [],
  family: 'string',
  description:
    'The part with this number, from 0, of a text that a delimiter splits; NULL if there are fewer, or the text or the delimiter is empty.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'delimiter', accepts: 'STRING' },
        { name: 'index', accepts: 'INT' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'SPLIT_INDEX',
  examples: [
    { expression: "split_index('a|b||d', '|', 1)", result: "'b'" },
    { expression: "split_index('a|b||d', '|', 2)", result: "''" },
    { expression: "split_index('a|b', '|', 2)", result: 'NULL' },
    { expression: "split_index('a|b', '|', -1)", result: 'NULL' },
  ],
  bind: () => (text, delimiter, index) => {
    if (text === '' || delimiter === '') return null
    return (text as string).split(delimiter as string)[index as number] ?? null
  },
}

import type { FunctionDefinition } from '../definition.ts'

export const splitIndex: FunctionDefinition = {
  name: 'split_index',
  aliases: [],
  family: 'string',
  description:
    'The part with this number, from 0, of a text that a delimiter splits; NULL if there are fewer, or the text or the delimiter is empty. A number as the delimiter is a character of Latin-1, 1 to 255 (others give NULL).',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'delimiter', accepts: 'STRING' },
        { name: 'index', accepts: 'INT' },
      ],
      result: { kind: 'STRING' },
    },
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'code', accepts: 'INT' },
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
    { expression: "split_index('AQIDBA==', 73, 0)", result: "'AQ'" },
    { expression: "split_index('AQIDBA==', 256, 0)", result: 'NULL' },
  ],
  bind: () => (text, delimiter, index) => {
    const separator = typeof delimiter === 'number' ? characterOf(delimiter) : (delimiter as string)
    if (text === '' || separator === '') return null
    return (text as string).split(separator)[index as number] ?? null
  },
}

/** Empty: none. */
function characterOf(code: number): string {
  return code >= 1 && code <= 255 ? String.fromCharCode(code) : ''
}

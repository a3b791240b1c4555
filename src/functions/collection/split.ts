import type { FunctionDefinition } from '../definition.ts'

export const split: FunctionDefinition = {
  name: 'split',
  aliases: [],
  family: 'collection',
  description:
    'The parts of a text between delimiters, empty ones too. Without the delimiter in it the text is the only part; an empty delimiter gives the characters.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'delimiter', accepts: 'STRING' },
      ],
      result: { kind: 'ARRAY', element: { kind: 'STRING' } },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'SPLIT',
  examples: [
    { expression: "split('a,b,,c,', ',')", result: "ARRAY['a', 'b', '', 'c', '']" },
    { expression: "split('abc', ',')", result: "ARRAY['abc']" },
    { expression: "split('日本', '')", result: "ARRAY['日', '本']" },
    { expression: "split(NULL, ',')", result: 'NULL' },
  ],
  bind: () => (text, delimiter) =>
    delimiter === '' ? Array.from(text as string) : (text as string).split(delimiter as string),
}

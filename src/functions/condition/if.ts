import type { FunctionDefinition } from '../definition.ts'

export const ifFunction: FunctionDefinition = {
  name: 'if',
  aliases: [],
  family: 'condition',
  description:
    'The first value if the condition is TRUE, the second if it is FALSE or NULL; the other is not evaluated.',
  signatures: [
    {
      parameters: [
        { name: 'condition', accepts: 'BOOLEAN' },
        { name: 'then', accepts: 'common' },
        { name: 'otherwise', accepts: 'common' },
      ],
      result: (types) => types[1],
    },
  ],
  nulls: 'handled',
  canFail: false,
  flink: 'IF',
  examples: [
    { expression: "if(TRUE, 'yes', 'no')", result: "'yes'" },
    { expression: 'if(NULL, 1, 2)', result: '2' },
    { expression: 'if(FALSE, 1, NULL)', result: 'NULL' },
  ],
  bind: () => (condition, then, otherwise) => (condition === true ? then : otherwise),
}

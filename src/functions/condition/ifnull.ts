import type { FunctionDefinition } from '../definition.ts'

export const ifnull: FunctionDefinition = {
  name: 'ifnull',
  aliases: ['nvl'],
  family: 'condition',
  description: 'The first, or the second where the first is NULL.',
  signatures: [
    {
      parameters: [
        { name: 'value', accepts: 'common' },
        { name: 'otherwise', accepts: 'common' },
      ],
      result: ([type]) => type,
    },
  ],
  nulls: 'handled',
  canFail: false,
  flink: 'IFNULL',
  examples: [
    { expression: "ifnull(NULL, 'none')", result: "'none'" },
    { expression: "ifnull('a', 'none')", result: "'a'" },
    { expression: 'ifnull(CAST(NULL AS INT), NULL)', result: 'NULL' },
  ],
  bind: () => (value, otherwise) => value ?? otherwise,
}

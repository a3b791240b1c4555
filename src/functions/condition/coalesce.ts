import type { FunctionDefinition } from '../definition.ts'

export const coalesce: FunctionDefinition = {
  name: 'coalesce',
  aliases: [],
  family: 'condition',
  description: 'The first that is not NULL; what stands behind it is not evaluated.',
  signatures: [{ parameters: [{ name: 'value', accepts: 'common' }], variadic: true, result: ([type]) => type }],
  nulls: 'handled',
  canFail: false,
  flink: 'COALESCE',
  examples: [
    { expression: "coalesce(NULL, 'a', 'b')", result: "'a'" },
    { expression: 'coalesce(CAST(NULL AS INT), 0)', result: '0' },
    { expression: 'coalesce(CAST(NULL AS INT), NULL)', result: 'NULL' },
  ],
  bind:
    () =>
    (...values) =>
      values.find((value) => value !== null) ?? null,
}

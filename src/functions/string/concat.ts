import type { FunctionDefinition } from '../definition.ts'

export const concat: FunctionDefinition = {
  name: 'concat',
  aliases: [],
  family: 'string',
  description: 'The texts one behind the other; NULL if any of them is NULL (`concat_ws` leaves NULLs out).',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], variadic: true, result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'CONCAT',
  examples: [
    { expression: "concat('s', '1001')", result: "'s1001'" },
    { expression: "concat('a', NULL, 'b')", result: 'NULL' },
  ],
  bind:
    () =>
    (...texts) =>
      (texts as string[]).join(''),
}

import type { FunctionDefinition } from '../definition.ts'

export const concatWs: FunctionDefinition = {
  name: 'concat_ws',
  aliases: [],
  family: 'string',
  description:
    'The texts one behind the other with a separator between them; NULLs are left out. NULL only if the separator is.',
  signatures: [
    {
      parameters: [
        { name: 'separator', accepts: 'STRING' },
        { name: 'text', accepts: 'STRING' },
      ],
      variadic: true,
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'handled',
  canFail: false,
  flink: 'CONCAT_WS',
  examples: [
    { expression: "concat_ws('-', 'a', NULL, 'b')", result: "'a-b'" },
    { expression: "concat_ws('-', '', 'b')", result: "'-b'" },
    { expression: "concat_ws(NULL, 'a')", result: 'NULL' },
  ],
  bind:
    () =>
    (separator, ...texts) =>
      separator === null
        ? null
        : (texts as (string | null)[]).filter((text) => text !== null).join(separator as string),
}

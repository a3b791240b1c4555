import type { FunctionDefinition } from '../definition.ts'

export const chr: FunctionDefinition = {
  name: 'chr',
  aliases: [],
  family: 'string',
  description:
    'The character with a number from 0 to 255 (ISO 8859-1); a larger number counts by its lowest 8 bits, and a negative one gives no character.',
  signatures: [{ parameters: [{ name: 'number', accepts: 'BIGINT' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'CHR',
  examples: [
    { expression: 'chr(97)', result: "'a'" },
    { expression: 'chr(353)', result: "'a'" },
    { expression: 'chr(-1)', result: "''" },
    { expression: 'chr(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind: () => (number) => ((number as bigint) < 0n ? '' : String.fromCharCode(Number((number as bigint) & 0xffn))),
}

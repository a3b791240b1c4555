import { bytesOfText } from '../../types/conversion/scalar-text.ts'
import type { FunctionDefinition } from '../definition.ts'

export const unhex: FunctionDefinition = {
  name: 'unhex',
  aliases: [],
  family: 'string',
  description: 'The bytes that hexadecimal digits write, two each. Fails on other text.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'BYTES' } }],
  nulls: 'propagate',
  canFail: true,
  flink: 'UNHEX',
  differs: 'fails where Flink gives NULL, and on an odd number of digits, of which Flink drops the first',
  examples: [
    { expression: "CAST(unhex('616263') AS STRING)", result: "'abc'" },
    { expression: "unhex('6')", failure: 'not HEX' },
    { expression: "unhex('xx')", failure: 'not HEX' },
    { expression: 'unhex(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => bytesOfText(text as string, 'HEX'),
}

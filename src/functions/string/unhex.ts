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
  flink: 'UNHEX, which gives NULL where this fails',
  examples: [
    { expression: "CAST(unhex('616263') AS STRING)", result: "'abc'" },
    { expression: "unhex('6')", failure: 'not HEX' },
    { expression: "unhex('xx')", failure: 'not HEX' },
  ],
  bind: () => (text) => bytesOfText(text as string, 'HEX'),
}

import { textOfBytes } from '../../types/conversion/cast.ts'
import { bytesOfText } from '../../types/conversion/scalar-text.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

export const fromBase64: FunctionDefinition = {
  name: 'from_base64',
  aliases: [],
  family: 'string',
  description: 'The text whose UTF-8 is written in BASE64. Fails on other text.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: true,
  flink: 'FROM_BASE64',
  differs: 'fails where Flink gives NULL',
  examples: [
    { expression: "from_base64('aGVsbG8=')", result: "'hello'" },
    { expression: "from_base64('a')", failure: 'not BASE64' },
    { expression: "from_base64('/w==')", failure: 'not UTF-8' },
    { expression: 'from_base64(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => {
    const bytes = bytesOfText(text as string, 'BASE64')
    return bytes instanceof Failure ? bytes : textOfBytes(bytes)
  },
}

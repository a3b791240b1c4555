import { decoderOf, decodingProblem } from './charsets.ts'
import type { FunctionDefinition } from '../definition.ts'

export const decode: FunctionDefinition = {
  name: 'decode',
  aliases: [],
  family: 'string',
  description:
    'Bytes of a character set as text: US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE, UTF-16, and GB18030, GBK, BIG5, SHIFT_JIS, EUC-JP, EUC-KR. Fails on bytes that are no text of it.',
  signatures: [
    {
      parameters: [
        { name: 'bytes', accepts: 'BYTES' },
        { name: 'charset', accepts: 'STRING', constant: { validate: decodingProblem } },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'DECODE',
  differs: 'fails where Flink puts U+FFFD for bytes that are no text',
  examples: [
    { expression: "decode(unhex('C3A9'), 'UTF-8')", result: "'é'" },
    { expression: "decode(unhex('E9'), 'ISO-8859-1')", result: "'é'" },
    { expression: "decode(unhex('C8D5D6BE'), 'GBK')", result: "'日志'" },
    { expression: "decode(unhex('FF'), 'UTF-8')", failure: 'not UTF-8' },
    { expression: "decode(NULL, 'UTF-8')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const read = decoderOf(constants[1] as string)
    return (bytes) => read(bytes as Uint8Array)
  },
}

import { encoderOf, encodingProblem } from './charsets.ts'
import type { FunctionDefinition } from '../definition.ts'

export const encode: FunctionDefinition = {
  name: 'encode',
  aliases: [],
  family: 'string',
  description:
    'A text as bytes of a character set: US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16 (big-endian, with its mark). Fails for a character that the set has not.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'charset', accepts: 'STRING', constant: { validate: encodingProblem } },
      ],
      result: { kind: 'BYTES' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'ENCODE',
  differs: 'fails where Flink writes `?` for a character that the set has not',
  examples: [
    { expression: "hex(encode('é', 'UTF-8'))", result: "'C3A9'" },
    { expression: "hex(encode('é', 'ISO-8859-1'))", result: "'E9'" },
    { expression: "hex(encode('a', 'UTF-16'))", result: "'FEFF0061'" },
    { expression: "encode('日', 'US-ASCII')", failure: 'a character that US-ASCII has not' },
    { expression: "encode(NULL, 'UTF-8')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const write = encoderOf(constants[1] as string)
    return (text) => write(text as string)
  },
}

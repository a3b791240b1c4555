import type { Value } from '../../types/value.ts'
import { maskedCharacter, usualMask } from './masking.ts'
import type { FunctionDefinition, Parameter } from '../definition.ts'

export const mask: FunctionDefinition = {
  name: 'mask',
  aliases: [],
  family: 'hash',
  description:
    'A text with upper-case letters as `X`, lower-case ones as `x` and digits as `n`, or as the characters given for the three; everything else stays.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        maskParameter('upper'),
        maskParameter('lower'),
        maskParameter('digit'),
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: "none; Hive's MASK",
  examples: [
    { expression: "mask('abcd-EFGH-8765-4321')", result: "'xxxx-XXXX-nnnn-nnnn'" },
    { expression: "mask('abcd-EFGH-8765-4321', 'U', 'l', '#')", result: "'llll-UUUU-####-####'" },
    { expression: "mask('日志 É1')", result: "'日志 Xn'" },
    { expression: 'mask(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: ({ constants: [, upper, lower, digit] }) => {
    const characters = {
      upper: (upper as string | undefined) ?? usualMask.upper,
      lower: (lower as string | undefined) ?? usualMask.lower,
      digit: (digit as string | undefined) ?? usualMask.digit,
    }
    return (text) => Array.from(text as string, (character) => maskedCharacter(character, characters)).join('')
  },
}

function maskParameter(name: string): Parameter {
  return { name, accepts: 'STRING', optional: true, constant: { validate: maskProblem } }
}

function maskProblem(character: Value): string | null {
  return Array.from(character as string).length === 1 ? null : 'a mask is one character'
}

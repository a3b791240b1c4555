import { compileRegex, regexProblem } from './regex.ts'
import type { FunctionDefinition } from '../definition.ts'

export const regexp: FunctionDefinition = {
  name: 'regexp',
  aliases: ['regexp_like'],
  family: 'string',
  description: "Whether a regex finds anything in a text, as `text MATCHES regex` does. The syntax is RE2's.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'regex', accepts: 'STRING', constant: { validate: regexProblem } },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'REGEXP',
  differs: "RE2's regexes, not Java's",
  examples: [
    { expression: "regexp('iPhone OS 17', 'iP(hone|ad)')", result: 'TRUE' },
    { expression: "regexp('abc', '^b')", result: 'FALSE' },
    { expression: "regexp(CAST(NULL AS STRING), 'a')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const regex = compileRegex(constants[1])
    return (text) => regex.matcher(text as string).find()
  },
}

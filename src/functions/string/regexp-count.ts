import { compileRegex, regexProblem } from './regex.ts'
import type { FunctionDefinition } from '../definition.ts'

export const regexpCount: FunctionDefinition = {
  name: 'regexp_count',
  aliases: [],
  family: 'string',
  description: "How often a regex finds something in a text, one behind the other. The syntax is RE2's.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'regex', accepts: 'STRING', constant: { validate: regexProblem } },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'REGEXP_COUNT',
  differs: "RE2's regexes, not Java's; a wrong one is told when compiling, where Flink gives NULL",
  examples: [
    { expression: "regexp_count('a1b22', '\\d+')", result: '2' },
    { expression: "regexp_count('hit', 'hit|i')", result: '1' },
    { expression: "regexp_count('ab', '')", result: '3' },
    { expression: "regexp_count(CAST(NULL AS STRING), 'a')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const regex = compileRegex(constants[1])
    return (text) => {
      const matcher = regex.matcher(text as string)
      let count = 0
      while (matcher.find()) count++
      return count
    }
  },
}

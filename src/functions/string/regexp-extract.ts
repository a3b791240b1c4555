import { compileRegex, regexProblem } from './regex.ts'
import type { FunctionDefinition } from '../definition.ts'

export const regexpExtract: FunctionDefinition = {
  name: 'regexp_extract',
  aliases: [],
  family: 'string',
  description:
    "What a regex first finds in a text, or one of its groups (0, the default, is the whole match); NULL if it finds nothing or there is no such group. The syntax is RE2's: no look-around, no back-references.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'regex', accepts: 'STRING', constant: { validate: regexProblem } },
        { name: 'group', accepts: 'INT', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'REGEXP_EXTRACT',
  differs: "RE2's regexes, not Java's",
  examples: [
    { expression: "regexp_extract('GET /a/b?c HTTP/1.1', '/[^ ?]*')", result: "'/a/b'" },
    { expression: "regexp_extract('v12.3', 'v(\\d+)\\.(\\d+)', 2)", result: "'3'" },
    { expression: "regexp_extract('abc', 'x')", result: 'NULL' },
    { expression: "regexp_extract('abc', 'b', 1)", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const regex = compileRegex(constants[1])
    return (text, _, group = 0) => {
      const matcher = regex.matcher(text as string)
      const exists = (group as number) >= 0 && (group as number) <= regex.groupCount()
      return exists && matcher.find() ? matcher.group(group as number) : null
    }
  },
}

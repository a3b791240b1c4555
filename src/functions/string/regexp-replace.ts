import { compileRegex, regexProblem } from './regex.ts'
import type { FunctionDefinition } from '../definition.ts'

export const regexpReplace: FunctionDefinition = {
  name: 'regexp_replace',
  aliases: [],
  family: 'string',
  description:
    "The text with everything that a regex finds replaced by another text, taken as it is (`$1` is no group). The syntax is RE2's.",
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'regex', accepts: 'STRING', constant: { validate: regexProblem } },
        { name: 'replacement', accepts: 'STRING' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'REGEXP_REPLACE',
  differs: "RE2's regexes, not Java's; the replacement is taken as it is, where Flink reads `$1` as a group",
  examples: [
    { expression: "regexp_replace('a1b22', '\\d+', '#')", result: "'a#b#'" },
    { expression: "regexp_replace('abc', 'b', '$1')", result: "'a$1c'" },
    { expression: "regexp_replace(CAST(NULL AS STRING), 'a', 'b')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const regex = compileRegex(constants[1])
    return (text, _, replacement) => regex.matcher(text as string).replaceAll(() => replacement as string)
  },
}

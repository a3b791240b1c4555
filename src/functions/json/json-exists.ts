import { jsonAt } from '../../types/json/navigate.ts'
import { parseJson } from '../../types/json/parse.ts'
import { constantPath, singlePathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonExists: FunctionDefinition = {
  name: 'json_exists',
  aliases: [],
  family: 'json',
  description: 'Whether anything, null too, stands at a path; FALSE if the text is not JSON.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', constant: { validate: singlePathProblem } },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'JSON_EXISTS',
  examples: [
    { expression: `json_exists('{"a":null}', '$.a')`, result: 'TRUE' },
    { expression: `json_exists('{"a":1}', '$.b')`, result: 'FALSE' },
  ],
  bind: ({ constants }) => {
    const path = constantPath(constants[1])
    return (json) => {
      const document = parseJson(json as string)
      return document !== null && jsonAt(document, path) !== null
    }
  },
}

import { plainText } from '../../types/conversion/json.ts'
import { parseJson } from '../../types/json/parse.ts'
import { constantPath, pathProblem } from './constant-path.ts'
import { foundAt } from './json-query.ts'
import type { FunctionDefinition } from '../definition.ts'

export const getJsonObject: FunctionDefinition = {
  name: 'get_json_object',
  aliases: [],
  family: 'json',
  description:
    'What stands at a path, whatever it is: text as it is, everything else as compact JSON text; with `[*]` in the path an array of all that stands there. NULL if nothing or null stands there, or the text is not JSON.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', constant: { validate: pathProblem } },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: "none; Hive's GET_JSON_OBJECT",
  examples: [
    { expression: `get_json_object('{"owner":"amy","fruit":[{"weight":8}]}', '$.owner')`, result: "'amy'" },
    {
      expression: `get_json_object('{"fruit":[{"weight":8,"type":"apple"}]}', '$.fruit[0]')`,
      result: `'{"weight":8,"type":"apple"}'`,
    },
    { expression: `get_json_object('{"fruit":[{"weight":8},{"weight":9}]}', '$.fruit[*].weight')`, result: "'[8,9]'" },
    { expression: `get_json_object('{"id":9007199254740993}', '$.id')`, result: "'9007199254740993'" },
    { expression: `get_json_object('{"a":null}', '$.a')`, result: 'NULL' },
    { expression: "get_json_object('{', '$.a')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const path = constantPath(constants[1])
    return (json) => {
      const document = parseJson(json as string)
      const found = document === null ? null : foundAt(document, path)
      if (found === null || found.kind === 'null') return null
      const text = plainText(found)
      return text.isWellFormed() ? text : null
    }
  },
}

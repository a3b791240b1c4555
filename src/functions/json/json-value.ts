import { plainText } from '../../types/conversion/json.ts'
import { jsonAt } from '../../types/json/navigate.ts'
import { parseJson } from '../../types/json/parse.ts'
import { constantPath, singlePathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonValue: FunctionDefinition = {
  name: 'json_value',
  aliases: [],
  family: 'json',
  description:
    'The string, number or boolean at a path, as text with every digit kept; NULL if nothing, an object, an array or null stands there, or the text is not JSON.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', constant: { validate: singlePathProblem } },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'JSON_VALUE, without RETURNING and ON EMPTY, ON ERROR',
  examples: [
    { expression: `json_value('{"a":{"b":[1,"x"]}}', '$.a.b[1]')`, result: "'x'" },
    { expression: `json_value('{"id":9007199254740993}', '$.id')`, result: "'9007199254740993'" },
    { expression: `json_value('{"p":1.10}', '$.p')`, result: "'1.10'" },
    { expression: `json_value('{"a":{}}', '$.a')`, result: 'NULL' },
    { expression: "json_value('{broken', '$.a')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const path = constantPath(constants[1])
    return (json) => {
      const document = parseJson(json as string)
      const place = document && jsonAt(document, path)
      if (place === null || place.kind === 'null' || place.kind === 'object' || place.kind === 'array') return null
      const text = plainText(place)
      return text.isWellFormed() ? text : null
    }
  },
}

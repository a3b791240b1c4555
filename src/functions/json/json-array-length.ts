import { jsonAt } from '../../types/json/navigate.ts'
import { parseJson } from '../../types/json/parse.ts'
import { constantPath, singlePathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonArrayLength: FunctionDefinition = {
  name: 'json_array_length',
  aliases: [],
  family: 'json',
  description:
    'How many elements a JSON array has, or the one at a path. NULL if there is no array, or the text is not JSON.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', optional: true, constant: { validate: singlePathProblem } },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: "none; Spark's JSON_ARRAY_LENGTH",
  examples: [
    { expression: "json_array_length('[1,2,3,4]')", result: '4' },
    { expression: `json_array_length('[1,2,3,{"f1":1,"f2":[5,6]},4]')`, result: '5' },
    { expression: `json_array_length('{"items":[]}', '$.items')`, result: '0' },
    { expression: "json_array_length('{}')", result: 'NULL' },
    { expression: "json_array_length('[1,2')", result: 'NULL' },
    { expression: 'json_array_length(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const path = constants[1] === undefined ? [] : constantPath(constants[1])
    return (json) => {
      const document = parseJson(json as string)
      const place = document && jsonAt(document, path)
      return place?.kind === 'array' ? place.elements.length : null
    }
  },
}

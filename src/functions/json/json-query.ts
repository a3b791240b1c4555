import { jsonAt, jsonPlaces } from '../../types/json/navigate.ts'
import { jsonText } from '../../types/json/node.ts'
import { parseJson } from '../../types/json/parse.ts'
import { constantPath, pathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonQuery: FunctionDefinition = {
  name: 'json_query',
  aliases: [],
  family: 'json',
  description:
    'The object or array at a path, as compact JSON text; with `[*]` in the path an array of all that stands there. NULL if nothing, or no object or array, stands there, or the text is not JSON.',
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
  flink: 'JSON_QUERY; `[*]` as WITH ARRAY WRAPPER',
  examples: [
    { expression: `json_query('{"a": {"b": [1, 2.50]}}', '$.a')`, result: `'{"b":[1,2.50]}'` },
    { expression: `json_query('{"items":[{"id":1},{"id":2}]}', '$.items[*].id')`, result: "'[1,2]'" },
    { expression: `json_query('{"items":[]}', '$.items[*].id')`, result: "'[]'" },
    { expression: `json_query('{"a":1}', '$.a')`, result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const path = constantPath(constants[1])
    const firstWildcard = path.findIndex((step) => step.kind === 'wildcard')
    const wraps = firstWildcard >= 0
    return (json) => {
      const document = parseJson(json as string)
      if (document === null) return null
      if (wraps) {
        // As PATH does: an empty array has no elements, which is not the same as having no array.
        const isThere = jsonAt(document, path.slice(0, firstWildcard))?.kind === 'array'
        return isThere ? jsonText({ kind: 'array', elements: jsonPlaces(document, path) }) : null
      }
      const place = jsonAt(document, path)
      return place?.kind === 'object' || place?.kind === 'array' ? jsonText(place) : null
    }
  },
}

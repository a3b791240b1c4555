import { jsonPlaces } from '../../types/json/navigate.ts'
import { type JsonNode, jsonText } from '../../types/json/node.ts'
import type { JsonPath } from '../../types/json/path.ts'
import { parseJson } from '../../types/json/parse.ts'
import { nothingThere, notJson, outcomeOf } from './behaviour.ts'
import { constantPath, pathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonQuery: FunctionDefinition = {
  name: 'json_query',
  aliases: [],
  family: 'json',
  description:
    'The object or array at a path, as compact JSON text; with `[*]` in the path an array of all that stands there. A wrapper puts what is found into an array, a conditional one only what is no array. *Empty* is nothing or null there, and a text, number or boolean without a wrapper; an *error* is text that is not JSON. Without ON EMPTY and ON ERROR both give NULL.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', constant: { validate: pathProblem } },
      ],
      result: { kind: 'STRING' },
    },
  ],
  syntax: [
    'JSON_QUERY(json, path [{WITHOUT | WITH [CONDITIONAL | UNCONDITIONAL]} [ARRAY] WRAPPER] [{NULL | ERROR | EMPTY ARRAY | EMPTY OBJECT} ON {EMPTY | ERROR}] …)',
  ],
  nulls: 'handled',
  canFail: true,
  flink: 'JSON_QUERY',
  differs:
    'the text is compact; paths have no `lax` and `strict`; a path with `[*]` that finds nothing is empty, where Flink gives `[]`',
  examples: [
    { expression: `json_query('{"a": {"b": [1, 2.50]}}', '$.a')`, result: `'{"b":[1,2.50]}'` },
    { expression: `json_query('{"items":[{"id":1},{"id":2}]}', '$.items[*].id')`, result: "'[1,2]'" },
    { expression: `json_query('{"a":1}', '$.a')`, result: 'NULL' },
    { expression: "JSON_QUERY('{}', '$' WITH CONDITIONAL ARRAY WRAPPER)", result: "'[{}]'" },
    { expression: "JSON_QUERY('[1, 2]', '$' WITH CONDITIONAL ARRAY WRAPPER)", result: "'[1,2]'" },
    { expression: "JSON_QUERY('[1, 2]', '$' WITH UNCONDITIONAL ARRAY WRAPPER)", result: "'[[1,2]]'" },
    { expression: "JSON_QUERY('1', '$' WITH WRAPPER)", result: "'[1]'" },
    { expression: "JSON_QUERY('1', '$' WITHOUT WRAPPER)", result: 'NULL' },
    { expression: "JSON_QUERY('{}', '$.invalid' EMPTY OBJECT ON EMPTY)", result: "'{}'" },
    { expression: "JSON_QUERY('{', '$.a' EMPTY ARRAY ON ERROR)", result: "'[]'" },
    { expression: "JSON_QUERY('{}', '$.a' ERROR ON EMPTY)", failure: 'nothing stands at the path' },
    { expression: "JSON_QUERY('{', '$.a' ERROR ON ERROR)", failure: 'not JSON' },
    { expression: "json_query(CAST(NULL AS STRING), '$')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const path = constantPath(constants[1])
    const wrapper = constants[6] ?? 'without'
    const onEmpty = outcomeOf(constants[2], constants[3], nothingThere)
    const onError = outcomeOf(constants[4], constants[5], notJson)
    return (json) => {
      if (json === null) return null
      const document = parseJson(json as string)
      if (document === null) return onError
      const found = foundAt(document, path)
      if (found === null || found.kind === 'null') return onEmpty
      const wraps = wrapper === 'unconditional' || (wrapper === 'conditional' && found.kind !== 'array')
      if (wraps) return jsonText({ kind: 'array', elements: [found] })
      return found.kind === 'object' || found.kind === 'array' ? jsonText(found) : onEmpty
    }
  },
}

/** Of a path with wildcards an array of all places; null if there is none. */
export function foundAt(document: JsonNode, path: JsonPath): JsonNode | null {
  const places = jsonPlaces(document, path)
  if (!path.some((step) => step.kind === 'wildcard')) return places[0] ?? null
  return places.length === 0 ? null : { kind: 'array', elements: places }
}

import { scanJson } from '../../types/json/scan.ts'
import { notJson, outcomeOf } from './behaviour.ts'
import { constantPath, singlePathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonExists: FunctionDefinition = {
  name: 'json_exists',
  aliases: [],
  family: 'json',
  description:
    'Whether anything, null too, stands at a path. Text that is not JSON is an *error*, which gives FALSE unless ON ERROR says otherwise.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', constant: { validate: singlePathProblem } },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  syntax: ['JSON_EXISTS(json, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])'],
  nulls: 'propagate',
  canFail: true,
  flink: 'JSON_EXISTS',
  differs: 'paths have no `lax` and `strict`',
  examples: [
    { expression: `json_exists('{"a":null}', '$.a')`, result: 'TRUE' },
    { expression: `json_exists('{"a": [{ "b": 1 }]}', '$.a[0].b')`, result: 'TRUE' },
    { expression: `json_exists('{"a":1}', '$.b')`, result: 'FALSE' },
    { expression: "json_exists('{', '$.b')", result: 'FALSE' },
    { expression: "JSON_EXISTS('{', '$.b' TRUE ON ERROR)", result: 'TRUE' },
    { expression: "JSON_EXISTS('{', '$.b' UNKNOWN ON ERROR)", result: 'NULL' },
    { expression: "JSON_EXISTS('{', '$.b' ERROR ON ERROR)", failure: 'not JSON' },
    { expression: "json_exists(CAST(NULL AS STRING), '$')", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const path = constantPath(constants[1])
    const onError = outcomeOf(constants[2] ?? 'false', null, notJson)
    return (json) => {
      const place = scanJson(json as string, path)
      return place === 'invalid' ? onError : place !== null
    }
  },
}

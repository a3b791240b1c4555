import { convertJson } from '../../types/conversion/json.ts'
import { contextOfZone } from '../../types/conversion/context.ts'
import { scanJson } from '../../types/json/scan.ts'
import { Failure } from '../../types/value.ts'
import { noScalar, nothingThere, notJson, outcomeOf } from './behaviour.ts'
import { constantPath, singlePathProblem } from './constant-path.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonValue: FunctionDefinition = {
  name: 'json_value',
  aliases: [],
  family: 'json',
  description:
    'The text, number or boolean at a path, as text with every digit kept, or as the type of RETURNING. *Empty* is nothing, null, an object or an array there; an *error* is text that is not JSON, or a value that is not of the type. Without ON EMPTY and ON ERROR both give NULL.',
  signatures: [
    {
      parameters: [
        { name: 'json', accepts: 'json-text' },
        { name: 'path', accepts: 'STRING', constant: { validate: singlePathProblem } },
      ],
      result: { kind: 'STRING' },
    },
  ],
  syntax: ['JSON_VALUE(json, path [RETURNING type] [{NULL | ERROR | DEFAULT constant} ON {EMPTY | ERROR}] …)'],
  nulls: 'handled',
  canFail: true,
  flink: 'JSON_VALUE',
  differs:
    'paths have no `lax` and `strict`; RETURNING takes every type but JSON, BYTES and nested ones; numbers keep all their digits',
  examples: [
    { expression: `json_value('{"a":{"b":[1,"x"]}}', '$.a.b[1]')`, result: "'x'" },
    { expression: `json_value('{"id":9007199254740993}', '$.id')`, result: "'9007199254740993'" },
    { expression: `json_value('{"p":1.10}', '$.p')`, result: "'1.10'" },
    { expression: `JSON_VALUE('{"a": true}', '$.a' RETURNING BOOLEAN)`, result: 'TRUE' },
    { expression: `JSON_VALUE('{"id":9007199254740993}', '$.id' RETURNING BIGINT)`, result: '9007199254740993' },
    { expression: `JSON_VALUE('{"a.b": [0.998,0.996]}', '$."a.b"[0]' RETURNING DECIMAL(4, 3))`, result: '0.998' },
    { expression: `JSON_VALUE('{"a": true}', '$.b' DEFAULT 'none' ON EMPTY)`, result: "'none'" },
    { expression: `JSON_VALUE('{"a":"x"}', '$.a' RETURNING INT DEFAULT -1 ON ERROR)`, result: '-1' },
    { expression: `JSON_VALUE('{"a":{}}', '$.a' NULL ON EMPTY ERROR ON ERROR)`, result: 'NULL' },
    { expression: `JSON_VALUE('{}', '$.a' ERROR ON EMPTY)`, failure: 'nothing stands at the path' },
    { expression: `JSON_VALUE('{broken', '$.a' ERROR ON ERROR)`, failure: 'not JSON' },
    { expression: "json_value('{broken', '$.a')", result: 'NULL' },
    { expression: "JSON_VALUE(NULL, '$.a' DEFAULT 'none' ON EMPTY)", result: 'NULL' },
  ],
  bind: ({ constants, resultType, timeZone }) => {
    const path = constantPath(constants[1])
    const onEmpty = outcomeOf(constants[2], constants[3], nothingThere)
    const notText = outcomeOf(constants[4], constants[5], notJson)
    const notOfType = outcomeOf(constants[4], constants[5], noScalar)
    const context = contextOfZone(timeZone)
    return (json) => {
      if (json === null) return null
      const place = scanJson(json as string, path)
      if (place === 'invalid') return notText
      if (place === null || place.kind === 'null' || place.kind === 'object' || place.kind === 'array') return onEmpty
      const value = convertJson(place, resultType, context)
      return value instanceof Failure ? notOfType : value
    }
  },
}

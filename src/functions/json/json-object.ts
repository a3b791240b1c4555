import { valueToJsonText } from '../../types/conversion/value-text.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

const nullKey = new Failure('the key is NULL')

/** The first argument, which the checker puts there, is what ON NULL says: `null` or `absent`. */
export const jsonObject: FunctionDefinition = {
  name: 'json_object',
  aliases: [],
  family: 'json',
  description:
    'A JSON object of keys and values: JSON as it is, numbers with all their digits, dates and times as text, instants in UTC. NULL becomes `null`, unless ABSENT ON NULL leaves it out. Of repeated keys the last counts. Fails for a key that is NULL.',
  signatures: [
    {
      parameters: [
        { name: 'key', accepts: 'STRING' },
        { name: 'value', accepts: 'any' },
      ],
      variadic: true,
      result: { kind: 'JSON' },
    },
  ],
  syntax: ['JSON_OBJECT([[KEY] key VALUE value, …] [{NULL | ABSENT} ON NULL])'],
  nulls: 'handled',
  canFail: true,
  flink: 'JSON_OBJECT',
  differs: 'gives JSON, not STRING, and takes `key, value` too; members keep their order; bytes are BASE64',
  examples: [
    { expression: "CAST(JSON_OBJECT('K1' VALUE 'V1', 'K2' VALUE 1.10) AS STRING)", result: `'{"K1":"V1","K2":1.10}'` },
    { expression: "CAST(JSON_OBJECT(KEY 'K1' VALUE CAST(NULL AS STRING)) AS STRING)", result: `'{"K1":null}'` },
    {
      expression: "CAST(JSON_OBJECT('K1' VALUE NULL, 'b' VALUE TRUE ABSENT ON NULL) AS STRING)",
      result: `'{"b":true}'`,
    },
    { expression: "CAST(json_object('a', json_array(1, 2)) AS STRING)", result: `'{"a":[1,2]}'` },
    { expression: 'CAST(json_object() AS STRING)', result: "'{}'" },
    { expression: 'json_object(CAST(NULL AS STRING), 1)', failure: 'the key is NULL' },
  ],
  bind: ({ argumentTypes, constants }) => {
    const keepsNull = constants[0] !== 'absent'
    return (_, ...parts) => {
      const members = new Map<string, string>()
      for (let at = 0; at < parts.length; at += 2) {
        const key = parts[at]
        if (key === null) return nullKey
        members.delete(key as string)
        if (parts[at + 1] === null && !keepsNull) continue
        members.set(key as string, `${JSON.stringify(key)}:${valueToJsonText(parts[at + 1], argumentTypes[at + 2])}`)
      }
      return `{${[...members.values()].join(',')}}`
    }
  },
}

import { valueToJsonText } from '../../types/conversion/value-text.ts'
import type { FunctionDefinition } from '../definition.ts'

/** The first argument, which the checker puts there, is what ON NULL says: `null` or `absent`. */
export const jsonArray: FunctionDefinition = {
  name: 'json_array',
  aliases: [],
  family: 'json',
  description:
    'A JSON array of values: JSON as it is, numbers with all their digits, dates and times as text, instants in UTC. NULLs are left out, unless NULL ON NULL keeps them.',
  signatures: [{ parameters: [{ name: 'value', accepts: 'any' }], variadic: true, result: { kind: 'JSON' } }],
  syntax: ['JSON_ARRAY([value, …] [{NULL | ABSENT} ON NULL])'],
  nulls: 'handled',
  canFail: false,
  flink: 'JSON_ARRAY',
  differs: 'gives JSON, not STRING; bytes are BASE64',
  examples: [
    { expression: "CAST(JSON_ARRAY(1, '2', 1.50) AS STRING)", result: `'[1,"2",1.50]'` },
    { expression: 'CAST(JSON_ARRAY(1, NULL) AS STRING)', result: "'[1]'" },
    { expression: 'CAST(JSON_ARRAY(CAST(NULL AS STRING), 2 NULL ON NULL) AS STRING)', result: "'[null,2]'" },
    { expression: "CAST(JSON_ARRAY(DATE '2026-11-20', TRUE) AS STRING)", result: `'["2026-11-20",true]'` },
    { expression: 'CAST(JSON_ARRAY(JSON_ARRAY(1)) AS STRING)', result: "'[[1]]'" },
    { expression: 'CAST(json_array() AS STRING)', result: "'[]'" },
  ],
  bind: ({ argumentTypes, constants }) => {
    const keepsNull = constants[0] === 'null'
    return (_, ...values) => {
      const texts = values.map((value, index) =>
        value === null && !keepsNull ? null : valueToJsonText(value, argumentTypes[index + 1]),
      )
      return `[${texts.filter((text) => text !== null).join(',')}]`
    }
  },
}

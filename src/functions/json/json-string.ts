import { valueToJsonText } from '../../types/conversion/value-text.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonString: FunctionDefinition = {
  name: 'json_string',
  aliases: [],
  family: 'json',
  description:
    'A value as JSON text: texts in quotes, JSON as it is, numbers with all their digits, dates and times as text, instants in UTC.',
  signatures: [{ parameters: [{ name: 'value', accepts: 'any' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'JSON_STRING',
  differs: 'bytes are BASE64',
  examples: [
    { expression: 'json_string(1.50)', result: "'1.50'" },
    { expression: 'json_string(TRUE)', result: "'true'" },
    { expression: "json_string('Hello, World!')", result: `'"Hello, World!"'` },
    { expression: "json_string(ARRAY['1', NULL])", result: `'["1",null]'` },
    { expression: 'json_string(CAST(NULL AS INT))', result: 'NULL' },
  ],
  bind:
    ({ argumentTypes: [type] }) =>
    (value) =>
      valueToJsonText(value, type),
}

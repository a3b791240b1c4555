import { parseJson } from '../../types/json/parse.ts'
import type { JsonNode } from '../../types/json/node.ts'
import type { Value } from '../../types/value.ts'
import { oneOf } from '../one-of.ts'
import type { FunctionDefinition } from '../definition.ts'

const kinds = ['VALUE', 'SCALAR', 'ARRAY', 'OBJECT']

export const isJson: FunctionDefinition = {
  name: 'is_json',
  aliases: [],
  family: 'json',
  description:
    'Whether a text is JSON: any value, a scalar (text, number, boolean or null), an array or an object. FALSE for NULL.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'json-text' },
        { name: 'kind', accepts: 'STRING', optional: true, constant: { validate: oneOf('the kind', kinds) } },
      ],
      result: { kind: 'BOOLEAN' },
    },
  ],
  syntax: ['text IS [NOT] JSON [VALUE | SCALAR | ARRAY | OBJECT]'],
  nulls: 'handled',
  canFail: false,
  flink: 'IS JSON',
  examples: [
    { expression: "'1' IS JSON", result: 'TRUE' },
    { expression: `'"abc"' IS JSON SCALAR`, result: 'TRUE' },
    { expression: "'abc' IS JSON", result: 'FALSE' },
    { expression: "'{}' IS JSON ARRAY", result: 'FALSE' },
    { expression: "'{}' IS NOT JSON OBJECT", result: 'FALSE' },
    { expression: 'CAST(NULL AS STRING) IS JSON', result: 'FALSE' },
  ],
  bind: ({ constants }) => {
    const kind = constants[1] ?? 'VALUE'
    return (text) => {
      const node = text === null ? null : parseJson(text as string)
      return node !== null && (kind === 'VALUE' || kind === kindOf(node))
    }
  },
}

function kindOf(node: JsonNode): Value {
  return node.kind === 'array' || node.kind === 'object' ? node.kind.toUpperCase() : 'SCALAR'
}

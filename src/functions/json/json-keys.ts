import { parseJson } from '../../types/json/parse.ts'
import type { FunctionDefinition } from '../definition.ts'

export const jsonKeys: FunctionDefinition = {
  name: 'json_keys',
  aliases: ['json_object_keys'],
  family: 'json',
  description:
    'The keys of a JSON object, in its order, each once; NULL for any other value, and for text that is not JSON.',
  signatures: [
    {
      parameters: [{ name: 'json', accepts: 'json-text' }],
      result: { kind: 'ARRAY', element: { kind: 'STRING' } },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'none; Spark has json_object_keys',
  examples: [
    { expression: `json_keys('{"b":1,"a":{"c":2},"b":3}')`, result: "ARRAY['a', 'b']" },
    { expression: `json_keys('[1]')`, result: 'NULL' },
    { expression: `cardinality(json_keys('{}'))`, result: '0' },
    { expression: `json_keys('{broken')`, result: 'NULL' },
  ],
  bind: () => (json) => {
    const node = parseJson(json as string)
    if (node?.kind !== 'object') return null
    // UTF-8 holds no lone surrogate.
    return node.members.map(({ name }) => name.toWellFormed())
  },
}

import type { Value } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

const text = { kind: 'STRING' } as const

export const strToMap: FunctionDefinition = {
  name: 'str_to_map',
  aliases: [],
  family: 'collection',
  description:
    'A MAP out of text: members between `,`, key and value on both sides of the first `=`, or what the arguments give. A member without `=` has the value NULL; of a repeated key the last counts. Empty text gives an empty MAP (so says ScalarFunctionsTest; in Hive it has one empty key).',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'member_delimiter', accepts: 'STRING', optional: true },
        { name: 'value_delimiter', accepts: 'STRING', optional: true },
      ],
      result: { kind: 'MAP', value: text },
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'STR_TO_MAP',
  differs: 'the delimiters are texts, not regexes',
  examples: [
    { expression: "str_to_map('k1=v1,k2=v2=x,k3')", result: "MAP['k1', 'v1', 'k2', 'v2=x', 'k3', NULL]" },
    { expression: "str_to_map('a:1;b:2', ';', ':')['b']", result: "'2'" },
    { expression: "str_to_map('a|1', '|')", result: "MAP['a', NULL, '1', NULL]" },
    { expression: "cardinality(str_to_map(''))", result: '0' },
    { expression: "str_to_map('a=1', NULL)", result: 'NULL' },
  ],
  bind:
    () =>
    (value, members = ',', delimiter = '=') => {
      const entries = new Map<string, Value>()
      if (value === '') return entries
      const parts = (value as string).split(members as string)
      // As Java's split: empty parts at the end do not count.
      while (parts.length > 1 && parts.at(-1) === '') parts.pop()
      for (const part of parts) {
        const at = part.indexOf(delimiter as string)
        if (at < 0) entries.set(part, null)
        else entries.set(part.slice(0, at), part.slice(at + (delimiter as string).length))
      }
      return entries
    },
}

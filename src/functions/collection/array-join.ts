import { textOfBytes } from '../../types/conversion/cast.ts'
import { knownZone } from '../../types/conversion/context.ts'
import { valueText } from '../../types/conversion/value-text.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf, type Nested } from './parts.ts'

export const arrayJoin: FunctionDefinition = {
  name: 'array_join',
  aliases: [],
  family: 'collection',
  description:
    'The elements as text, a delimiter between them. NULLs are left out, or replaced where there is a third argument.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ARRAY' },
        { name: 'delimiter', accepts: 'STRING' },
        { name: 'null_replacement', accepts: 'STRING', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'ARRAY_JOIN',
  differs: 'takes elements of every type, as CAST makes text of them',
  examples: [
    { expression: "array_join(ARRAY['a', NULL, 'b'], '-')", result: "'a-b'" },
    { expression: "array_join(ARRAY['a', NULL, 'b'], '-', '?')", result: "'a-?-b'" },
    { expression: "array_join(ARRAY[1, 2], ',')", result: "'1,2'" },
    { expression: "array_join(ARRAY['a'], NULL)", result: 'NULL' },
    { expression: "array_join(ARRAY[unhex('ff')], ',')", failure: 'not UTF-8' },
  ],
  bind: ({ argumentTypes, timeZone }) => {
    const { element } = argumentTypes[0] as Nested<'ARRAY'>
    const zone = knownZone(timeZone)
    return (array, delimiter, replacement) => {
      const texts: string[] = []
      for (const part of partsOf(array)) {
        if (part === null) {
          if (replacement !== undefined) texts.push(replacement as string)
          continue
        }
        const text = part instanceof Uint8Array ? textOfBytes(part) : valueText(part, element, zone)
        if (text instanceof Failure) return text
        texts.push(text)
      }
      return texts.join(delimiter as string)
    }
  },
}

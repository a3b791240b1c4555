import { valuesEqual } from '../../types/conversion/equal.ts'
import type { Value } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arrayDistinct: FunctionDefinition = {
  name: 'array_distinct',
  aliases: [],
  family: 'collection',
  description: 'The elements, each once, in the order of their first occurrence; of several NULLs one stays.',
  signatures: [{ parameters: [{ name: 'array', accepts: 'ARRAY' }], result: ([array]) => array }],
  nulls: 'propagate',
  canFail: false,
  flink: 'ARRAY_DISTINCT',
  examples: [
    { expression: 'array_distinct(ARRAY[2, 1, NULL, 2, NULL])', result: 'ARRAY[2, 1, NULL]' },
    { expression: "array_distinct(ARRAY[ROW(1, 'a'), ROW(1, 'a')])", result: "ARRAY[ROW(1, 'a')]" },
    { expression: 'array_distinct(CAST(NULL AS ARRAY<INT>))', result: 'NULL' },
  ],
  bind: () => (array) => {
    const primitives = new Set<Value>()
    const others: Value[] = []
    return partsOf(array).filter((part) => {
      if (typeof part === 'object' && part !== null) {
        if (others.some((other) => valuesEqual(other, part))) return false
        others.push(part)
        return true
      }
      if (primitives.has(part)) return false
      primitives.add(part)
      return true
    })
  },
}

import { compareValues } from '../../types/conversion/order.ts'
import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arraySort: FunctionDefinition = {
  name: 'array_sort',
  aliases: [],
  family: 'collection',
  description:
    'The elements in order, ascending with NULLs first; with FALSE descending with NULLs last. The third argument says whether NULLs are first.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ordered-array' },
        { name: 'ascending', accepts: 'BOOLEAN', optional: true },
        { name: 'nulls_first', accepts: 'BOOLEAN', optional: true },
      ],
      result: ([array]) => array,
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'ARRAY_SORT',
  examples: [
    { expression: 'array_sort(ARRAY[2, NULL, 1])', result: 'ARRAY[NULL, 1, 2]' },
    { expression: 'array_sort(ARRAY[2, NULL, 1], FALSE)', result: 'ARRAY[2, 1, NULL]' },
    { expression: 'array_sort(ARRAY[2, NULL, 1], TRUE, FALSE)', result: 'ARRAY[1, 2, NULL]' },
    { expression: "array_sort(ARRAY['b', 'B', 'é'])", result: "ARRAY['B', 'b', 'é']" },
    { expression: 'array_sort(ARRAY[1], NULL)', result: 'NULL' },
  ],
  bind: () => (array, ascending, nullsFirst) => {
    const direction = ascending === false ? -1 : 1
    const nulls = (nullsFirst ?? ascending ?? true) === true ? -1 : 1
    return partsOf(array).toSorted((left, right) => {
      if (left === null || right === null) return left === right ? 0 : left === null ? nulls : -nulls
      return direction * compareValues(left, right)
    })
  },
}

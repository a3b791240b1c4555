import type { FunctionDefinition } from '../definition.ts'
import { partsOf } from './parts.ts'

export const arraySlice: FunctionDefinition = {
  name: 'array_slice',
  aliases: ['slice'],
  family: 'collection',
  description:
    'The elements from one number to another, both included, or to the end. Numbers count from 1 (0 is 1), negative ones from the end: -1 is the last. Empty where there is nothing between them.',
  signatures: [
    {
      parameters: [
        { name: 'array', accepts: 'ARRAY' },
        { name: 'start', accepts: 'INT' },
        { name: 'end', accepts: 'INT', optional: true },
      ],
      result: ([array]) => array,
    },
  ],
  nulls: 'propagate',
  canFail: false,
  flink: 'ARRAY_SLICE',
  examples: [
    { expression: 'array_slice(ARRAY[1, 2, 3, 4], 2, 3)', result: 'ARRAY[2, 3]' },
    { expression: 'array_slice(ARRAY[1, 2, 3, 4], -2)', result: 'ARRAY[3, 4]' },
    { expression: 'array_slice(ARRAY[1, 2, 3, 4], 0, -3)', result: 'ARRAY[1, 2]' },
    { expression: 'cardinality(array_slice(ARRAY[1, 2], 3, 9))', result: '0' },
    { expression: 'array_slice(ARRAY[1], NULL)', result: 'NULL' },
  ],
  bind: () => (array, from, to) => {
    const parts = partsOf(array)
    const place = (number: number): number => (number < 0 ? parts.length + number : Math.max(number, 1) - 1)
    const start = Math.max(0, place(from as number))
    const end = to === undefined ? parts.length : place(to as number) + 1
    return end <= start ? [] : parts.slice(start, end)
  },
}

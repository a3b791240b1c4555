import { Failure } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

/** The work is the product of the lengths. */
const charactersMax = 10_000

export const levenshtein: FunctionDefinition = {
  name: 'levenshtein',
  aliases: [],
  family: 'string',
  description:
    'How many characters must be put in, taken out or changed to make one text of another. Fails for texts of more than 10,000 characters.',
  signatures: [
    {
      parameters: [
        { name: 'left', accepts: 'STRING' },
        { name: 'right', accepts: 'STRING' },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: "none; Hive's LEVENSHTEIN",
  examples: [
    { expression: "levenshtein('kitten', 'sitting')", result: '3' },
    { expression: "levenshtein('', '日志')", result: '2' },
    { expression: "levenshtein(rpad('', 10001, 'x'), '')", failure: 'longer than 10000 characters' },
    { expression: "levenshtein(NULL, 'a')", result: 'NULL' },
  ],
  bind: () => (left, right) => {
    const from = Array.from(left as string)
    const to = Array.from(right as string)
    if (Math.max(from.length, to.length) > charactersMax) return new Failure('longer than 10000 characters')
    return distance(from, to)
  },
}

/** Wagner and Fischer's table, one row at a time. */
function distance(from: readonly string[], to: readonly string[]): number {
  const row = Uint16Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, character] of from.entries()) {
    let diagonal = row[0]
    row[0] = index + 1
    for (let column = 1; column <= to.length; column++) {
      const changed = diagonal + (character === to[column - 1] ? 0 : 1)
      diagonal = row[column]
      row[column] = Math.min(changed, diagonal + 1, row[column - 1] + 1)
    }
  }
  return row[to.length]
}

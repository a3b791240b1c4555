import { positionOf } from './position.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

export const instr: FunctionDefinition = {
  name: 'instr',
  aliases: [],
  family: 'string',
  description:
    'Where a text has another in it: 1 is the first character, 0 nowhere. It is searched from a character on (1 is the first; -1 the last, backwards from there), for the so-manieth place, which may overlap the one before. Like `locate` with the text first.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'part', accepts: 'STRING' },
        { name: 'start', accepts: 'INT', optional: true },
        { name: 'occurrence', accepts: 'INT', optional: true },
      ],
      result: { kind: 'INT' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: 'INSTR',
  examples: [
    { expression: "instr('abcb', 'b')", result: '2' },
    { expression: "instr('abc', 'x')", result: '0' },
    { expression: "instr('Corporate Floor', 'or', 3, 2)", result: '14' },
    { expression: "instr('Corporate Floor', 'or', -3, 2)", result: '2' },
    { expression: "instr('aaa', 'aa', 1, 2)", result: '2' },
    { expression: "instr('abc', 'b', 0)", result: '0' },
    { expression: "instr('abc', 'b', 1, 0)", failure: 'the occurrence is 1 or more' },
    { expression: "instr('a', NULL)", result: 'NULL' },
  ],
  bind:
    () =>
    (text, part, start = 1, occurrence = 1) => {
      const count = occurrence as number
      if (count < 1) return new Failure('the occurrence is 1 or more')
      if ((start as number) > 0) return forwards(text as string, part as string, start as number, count)
      return start === 0 ? 0 : backwards(text as string, part as string, -(start as number), count)
    },
}

function forwards(text: string, part: string, start: number, count: number): number {
  let found = start - 1
  for (let k = 0; k < count; k++) {
    found = positionOf(part, text, found + 1)
    if (found === 0) return 0
  }
  return found
}

/** As the same search in the reversed texts. */
function backwards(text: string, part: string, start: number, count: number): number {
  const [characters, wanted] = [[...text], [...part]]
  const found = forwards(characters.toReversed().join(''), wanted.toReversed().join(''), start, count)
  return found === 0 ? 0 : characters.length + 2 - found - wanted.length
}

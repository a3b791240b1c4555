import { lengthOf, slice } from './code-points.ts'
import type { FunctionDefinition } from '../definition.ts'

export const overlay: FunctionDefinition = {
  name: 'overlay',
  aliases: [],
  family: 'string',
  description:
    'The text with another one in place of so many of its characters (as many as the other has, unless said) from a place on. A place outside of the text leaves it as it is; a negative length takes all the rest.',
  signatures: [
    {
      parameters: [
        { name: 'text', accepts: 'STRING' },
        { name: 'placed', accepts: 'STRING' },
        { name: 'start', accepts: 'INT' },
        { name: 'length', accepts: 'INT', optional: true },
      ],
      result: { kind: 'STRING' },
    },
  ],
  syntax: ['OVERLAY(text PLACING placed FROM start [FOR length])'],
  nulls: 'propagate',
  canFail: false,
  flink: 'OVERLAY',
  differs: 'a length of 0 inserts, where Flink drops the rest of the text, as it and this do for a negative one',
  examples: [
    { expression: "OVERLAY('xxxxxtest' PLACING 'xxxx' FROM 6)", result: "'xxxxxxxxx'" },
    { expression: "OVERLAY('xxxxxtest' PLACING 'xxxx' FROM 6 FOR 2)", result: "'xxxxxxxxxst'" },
    { expression: "OVERLAY('This is an old string' PLACING ' new' FROM 10 FOR 5)", result: "'This is a new string'" },
    { expression: "overlay('abc', 'x', 2, 0)", result: "'axbc'" },
    { expression: "overlay('123456789', 'abc', 2, -1)", result: "'1abc'" },
    { expression: "overlay('abc', 'x', 9)", result: "'abc'" },
    { expression: "OVERLAY('abc' PLACING NULL FROM 1)", result: 'NULL' },
  ],
  bind:
    () =>
    (text, placed, start, length = lengthOf(placed as string)) => {
      const whole = text as string
      const total = lengthOf(whole)
      const first = (start as number) - 1
      if (first < 0 || first >= total) return whole
      const next = (length as number) < 0 ? total : first + (length as number)
      return slice(whole, 0, first) + (placed as string) + slice(whole, Math.min(next, total), total)
    },
}

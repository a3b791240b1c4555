import { Failure } from '../../types/value.ts'
import type { FunctionDefinition } from '../definition.ts'

const digits = '0123456789abcdefghijklmnopqrstuvwxyz'

export const conv: FunctionDefinition = {
  name: 'conv',
  aliases: [],
  family: 'number',
  description:
    'A whole number of 64 bits written in one base, in another one (2 to 36, digits in upper case). To a negative base a negative number keeps its sign, else it is taken as unsigned. Fails on text that is no number of the base, where Hive takes its first digits.',
  signatures: [
    {
      parameters: [
        { name: 'number', accepts: 'STRING' },
        { name: 'from', accepts: 'INT' },
        { name: 'to', accepts: 'INT' },
      ],
      result: { kind: 'STRING' },
    },
    {
      parameters: [
        { name: 'number', accepts: 'BIGINT' },
        { name: 'from', accepts: 'INT' },
        { name: 'to', accepts: 'INT' },
      ],
      result: { kind: 'STRING' },
    },
  ],
  nulls: 'propagate',
  canFail: true,
  flink: "none; Hive's CONV",
  examples: [
    { expression: "conv('100', 2, 10)", result: "'4'" },
    { expression: "conv('ff', 16, 10)", result: "'255'" },
    { expression: 'conv(-10, 10, -16)', result: "'-A'" },
    { expression: 'conv(-1, 10, 16)', result: "'FFFFFFFFFFFFFFFF'" },
    { expression: "conv('12', 2, 10)", failure: 'not a number of base 2' },
    { expression: "conv('12', 1, 10)", failure: 'a base is 2 to 36' },
    { expression: "conv('ffffffffffffffffff', 16, 10)", failure: 'more than 64 bits' },
    { expression: "conv('1', 2, NULL)", result: 'NULL' },
  ],
  bind: () => (number, from, to) => {
    const base = Math.abs(to as number)
    if (!isBase(from as number) || !isBase(base)) return new Failure('a base is 2 to 36')
    const value = readInBase(String(number as string | bigint), from as number)
    if (value === null) return new Failure(`not a number of base ${from as number}`)
    if (value > 0xffff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n) return new Failure('more than 64 bits')
    const shown = (to as number) < 0 ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)
    return shown.toString(base).toUpperCase()
  },
}

function isBase(base: number): boolean {
  return base >= 2 && base <= 36
}

function readInBase(text: string, base: number): bigint | null {
  const written = text.replace(/^-/, '').toLowerCase()
  if (written === '' || written.length > 64) return null
  let value = 0n
  for (const digit of written) {
    const worth = digits.indexOf(digit)
    if (worth < 0 || worth >= base) return null
    value = value * BigInt(base) + BigInt(worth)
  }
  return text.startsWith('-') ? -value : value
}

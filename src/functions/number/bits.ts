/** Functions over the bits of two integers. */
import type { FunctionDefinition, FunctionExample, Signature } from '../definition.ts'

interface BitFunction {
  readonly name: string
  readonly description: string
  /** Hive's operator. */
  readonly operator: string
  readonly examples: readonly FunctionExample[]
  readonly ofNumbers: (left: number, right: number) => number
  readonly ofBigints: (left: bigint, right: bigint) => bigint
}

export function bitFunction({
  name,
  description,
  operator,
  examples,
  ofNumbers,
  ofBigints,
}: BitFunction): FunctionDefinition {
  return {
    name,
    aliases: [],
    family: 'number',
    description,
    signatures: [twoOf('INT'), twoOf('BIGINT')],
    nulls: 'propagate',
    canFail: false,
    flink: `none; Hive's operator \`${operator}\``,
    examples,
    bind: () => (left, right) =>
      typeof left === 'bigint' ? ofBigints(left, right as bigint) : ofNumbers(left as number, right as number),
  }
}

function twoOf(accepts: 'INT' | 'BIGINT'): Signature {
  return {
    parameters: [
      { name: 'left', accepts },
      { name: 'right', accepts },
    ],
    result: { kind: accepts },
  }
}

/** Functions from DOUBLEs to a DOUBLE. What is no number, or too large for one, is a failure: never NaN, never infinite. */
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition, FunctionExample } from '../definition.ts'

interface DoubleFunction {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly description: string
  /** Names of the parameters. */
  readonly parameters: readonly string[]
  readonly differs?: string
  readonly examples: readonly FunctionExample[]
  /** Text: why there is no result. */
  readonly compute: (...numbers: readonly number[]) => number | string
}

const outOfRange = new Failure('out of range for DOUBLE')

export function doubleFunction({
  name,
  aliases = [],
  parameters,
  compute,
  ...entry
}: DoubleFunction): FunctionDefinition {
  return {
    ...entry,
    name,
    aliases,
    family: 'number',
    signatures: [
      {
        parameters: parameters.map((parameter) => ({ name: parameter, accepts: 'DOUBLE' })),
        result: { kind: 'DOUBLE' },
      },
    ],
    nulls: 'propagate',
    canFail: true,
    flink: name.toUpperCase(),
    bind:
      () =>
      (...numbers) =>
        finite(compute(...(numbers as readonly number[]))),
  }
}

/** A result, or the reason why there is none. */
export function finite(result: number | string): number | Failure {
  if (typeof result === 'string') return new Failure(result)
  return Number.isFinite(result) ? result : outOfRange
}

/** The number, if it has a logarithm. */
export function logarithmOf(number: number, take: (number: number) => number): number | string {
  return number > 0 ? take(number) : 'the logarithm of a number that is not positive'
}

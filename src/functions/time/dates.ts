/** Hive's functions from dates to dates. They take timestamps, and text in ISO 8601, for the date that these have. */
import { knownZone } from '../../types/conversion/context.ts'
import { daysMax, daysMin } from '../../types/datetime/calendar.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition, FunctionExample } from '../definition.ts'
import { daysOf } from './local.ts'

interface DateFunction {
  readonly name: string
  readonly description: string
  /** Name of an INT parameter behind the date. */
  readonly count?: string
  readonly differs?: string
  readonly examples: readonly FunctionExample[]
  readonly compute: (days: number, count: number) => number
}

const outOfRange = new Failure('out of range for DATE')

export function dateFunction({ name, count, compute, ...entry }: DateFunction): FunctionDefinition {
  const further = count === undefined ? [] : [{ name: count, accepts: 'INT' } as const]
  return {
    ...entry,
    name,
    aliases: [],
    family: 'time',
    signatures: (['dated', 'STRING'] as const).map((accepts) => ({
      parameters: [{ name: 'date', accepts }, ...further],
      result: { kind: 'DATE' },
    })),
    nulls: 'propagate',
    canFail: true,
    flink: `none; Hive's ${name.toUpperCase()}, with a DATE as result`,
    bind: ({ argumentTypes: [type], timeZone }) => {
      const zone = knownZone(timeZone)
      return (date, number = 0) => {
        const days = daysOf(date, type, zone)
        if (days instanceof Failure) return days
        const result = compute(days, number as number)
        return result < daysMin || result > daysMax ? outOfRange : result
      }
    },
  }
}

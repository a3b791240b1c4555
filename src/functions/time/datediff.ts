import { knownZone } from '../../types/conversion/context.ts'
import { Failure } from '../../types/value.ts'
import type { FunctionDefinition, Parameter } from '../definition.ts'
import { daysOf } from './local.ts'

const kinds = ['dated', 'STRING'] as const

export const datediff: FunctionDefinition = {
  name: 'datediff',
  aliases: [],
  family: 'time',
  description:
    'How many days the first date is after the second, negative if it is before. Timestamps, and text in ISO 8601, are taken for the date that they have.',
  signatures: kinds.flatMap((end) =>
    kinds.map((start) => ({ parameters: [date('end', end), date('start', start)], result: { kind: 'INT' } })),
  ),
  nulls: 'propagate',
  canFail: true,
  flink: "none; Hive's DATEDIFF",
  examples: [
    { expression: "datediff('2009-03-01', '2009-02-27')", result: '2' },
    { expression: "datediff(DATE '2026-11-20', TIMESTAMP '2026-11-20 23:59:59')", result: '0' },
    { expression: "datediff('2026-11-20', 'soon')", failure: 'not a DATE of format ISO8601' },
    { expression: "datediff(CAST(NULL AS DATE), '2026-11-20')", result: 'NULL' },
  ],
  bind: ({ argumentTypes: [endType, startType], timeZone }) => {
    const zone = knownZone(timeZone)
    return (end, start) => {
      const last = daysOf(end, endType, zone)
      const first = daysOf(start, startType, zone)
      if (last instanceof Failure) return last
      return first instanceof Failure ? first : last - first
    }
  },
}

function date(name: string, accepts: (typeof kinds)[number]): Parameter {
  return { name, accepts }
}

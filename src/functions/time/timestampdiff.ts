import { dateFromDays, timestampOf } from '../../types/datetime/calendar.ts'
import { knownZone } from '../../types/conversion/context.ts'
import { utc } from '../../types/zones.ts'
import type { FunctionDefinition } from '../definition.ts'
import { type Local, localOf } from './local.ts'
import { type DateUnit, isTimeUnit, monthsOf, timeUnitMicros, unitNamed, unitProblem } from './units.ts'

const units = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', ...Object.keys(timeUnitMicros)]
const dayMicros = 86_400_000_000n

export const timestampdiff: FunctionDefinition = {
  name: 'timestampdiff',
  aliases: [],
  family: 'time',
  description:
    "How many whole units there are from the first time to the second, negative if that is earlier: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND or MICROSECOND. Instants are compared with each other as such; beside a date or timestamp they are local to the zone of the table's source.",
  signatures: [
    {
      parameters: [
        { name: 'unit', accepts: 'STRING', constant: { validate: unitProblem(units) } },
        { name: 'from', accepts: 'dated' },
        { name: 'to', accepts: 'dated' },
      ],
      result: { kind: 'BIGINT' },
    },
  ],
  syntax: ['TIMESTAMPDIFF(unit, from, to)'],
  nulls: 'propagate',
  canFail: false,
  flink: 'TIMESTAMPDIFF',
  differs: 'gives BIGINT, not INT, which microseconds would overflow',
  examples: [
    {
      expression: "TIMESTAMPDIFF(DAY, TIMESTAMP '2003-01-02 10:00:00', TIMESTAMP '2003-01-03 10:00:00')",
      result: '1',
    },
    {
      expression: "TIMESTAMPDIFF(DAY, TIMESTAMP '2003-01-02 10:00:00', TIMESTAMP '2003-01-03 09:59:59')",
      result: '0',
    },
    { expression: "TIMESTAMPDIFF(MONTH, DATE '2026-01-31', DATE '2026-02-28')", result: '0' },
    { expression: "TIMESTAMPDIFF(YEAR, DATE '2026-11-20', DATE '2020-11-20')", result: '-6' },
    { expression: "TIMESTAMPDIFF(HOUR, DATE '2026-11-20', TIMESTAMP '2026-11-20 10:30:00')", result: '10' },
    { expression: "TIMESTAMPDIFF(SECOND, DATE '2026-11-20', CAST(NULL AS DATE))", result: 'NULL' },
  ],
  bind: ({ argumentTypes: [, from, to], constants, timeZone }) => {
    const unit = unitNamed(constants[0])
    const zone = from.kind === 'TIMESTAMP_LTZ' && to.kind === 'TIMESTAMP_LTZ' ? utc : knownZone(timeZone)
    const count = counter(unit)
    return (_, first, second) => count(localOf(first, from, zone), localOf(second, to, zone))
  },
}

function counter(unit: string): (from: Local, to: Local) => bigint {
  if (isTimeUnit(unit)) {
    const size = BigInt(timeUnitMicros[unit])
    return (from, to) => (micros(to) - micros(from)) / size
  }
  const months = monthsOf(unit as DateUnit)
  if (months !== null) return (from, to) => BigInt(wholeMonths(from, to)) / BigInt(months)
  const size = unit === 'WEEK' ? dayMicros * 7n : dayMicros
  return (from, to) => (micros(to) - micros(from)) / size
}

function micros({ days, microsOfDay }: Local): bigint {
  return timestampOf(days, microsOfDay)
}

/** A month is whole when the same day of the month and time of day has come. */
function wholeMonths(from: Local, to: Local): number {
  if (micros(to) < micros(from)) return -wholeMonths(to, from)
  const first = dateFromDays(from.days)
  const last = dateFromDays(to.days)
  const months = (last.year - first.year) * 12 + last.month - first.month
  const isEarlier = last.day < first.day || (last.day === first.day && to.microsOfDay < from.microsOfDay)
  return isEarlier ? months - 1 : months
}

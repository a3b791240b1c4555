import { timestampOf } from '../../types/datetime/calendar.ts'
import type { TemporalType } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { utc } from '../../types/zones.ts'
import type { FunctionDefinition } from '../definition.ts'
import { type Local, localOf, normalized, valueOfLocal } from './local.ts'
import { type DateUnit, isTimeUnit, monthsOf, plusMonths, timeUnitMicros, unitNamed, unitProblem } from './units.ts'

const units = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', ...Object.keys(timeUnitMicros)]

export const timestampadd: FunctionDefinition = {
  name: 'timestampadd',
  aliases: [],
  family: 'time',
  description:
    'A date or timestamp so many units on, or back where the number is negative: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND or MICROSECOND. The 31st becomes the last day of a shorter month. Months and days of an instant are counted in UTC, as `+ INTERVAL` does. A DATE and a unit below the day give a TIMESTAMP.',
  signatures: [
    {
      parameters: [
        { name: 'unit', accepts: 'STRING', constant: { validate: unitProblem(units) } },
        { name: 'count', accepts: 'BIGINT' },
        { name: 'time', accepts: 'dated' },
      ],
      result: ([, , type], [unit]) => movedType(unitNamed(unit), type),
    },
  ],
  syntax: ['TIMESTAMPADD(unit, count, time)'],
  nulls: 'propagate',
  canFail: true,
  flink: 'TIMESTAMPADD',
  differs:
    'takes no TIME (`+ INTERVAL` does); of a DATE and an hour it makes TIMESTAMP(0), where the Flink of ScalarFunctionsTest makes TIMESTAMP(6)',
  examples: [
    { expression: "TIMESTAMPADD(WEEK, 1, DATE '2003-01-02')", result: "DATE '2003-01-09'" },
    { expression: "TIMESTAMPADD(MONTH, 1, DATE '2026-01-31')", result: "DATE '2026-02-28'" },
    {
      expression: "TIMESTAMPADD(SECOND, -1, TIMESTAMP '2026-11-20 00:00:00')",
      result: "TIMESTAMP '2026-11-19 23:59:59'",
    },
    { expression: "TIMESTAMPADD(HOUR, 25, DATE '2026-11-20')", result: "TIMESTAMP '2026-11-21 01:00:00'" },
    {
      expression: "TIMESTAMPADD(MILLISECOND, 5, TIMESTAMP '2026-11-20 00:00:00')",
      result: "TIMESTAMP '2026-11-20 00:00:00.005'",
    },
    { expression: "TIMESTAMPADD(YEAR, 9000, DATE '2026-11-20')", failure: 'out of range for DATE' },
    { expression: "TIMESTAMPADD(DAY, NULL, DATE '2026-11-20')", result: 'NULL' },
  ],
  bind: ({ argumentTypes: [, , type], constants, resultType }) => {
    const unit = unitNamed(constants[0])
    return (_, count, time) =>
      valueOfLocal(moved(unit, count as bigint, localOf(time, type, utc)), resultType as TemporalType, utc)
  },
}

/** More of any unit than time has. */
const countMax = 400_000_000_000_000_000n

function moved(unit: string, wanted: bigint, { days, microsOfDay }: Local): Local {
  const count = wanted > countMax ? countMax : wanted < -countMax ? -countMax : wanted
  if (isTimeUnit(unit)) return normalized(0, timestampOf(days, microsOfDay) + count * BigInt(timeUnitMicros[unit]))
  const months = monthsOf(unit as DateUnit)
  if (months === null) return { days: days + Number(count) * (unit === 'WEEK' ? 7 : 1), microsOfDay }
  return { days: plusMonths(days, Number(count) * months), microsOfDay }
}

/** With as many digits of the second as the unit needs. */
function movedType(unit: string, type: LogicalType): LogicalType {
  const digits = unit === 'MICROSECOND' ? 6 : unit === 'MILLISECOND' ? 3 : 0
  if (type.kind === 'DATE') return isTimeUnit(unit) ? { kind: 'TIMESTAMP', precision: digits } : type
  return type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ'
    ? { kind: type.kind, precision: Math.max(type.precision, digits) }
    : type
}

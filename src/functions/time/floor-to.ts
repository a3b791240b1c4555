/** FLOOR, CEIL and date_trunc: a date or time brought to the beginning of a unit. */
import { knownZone } from '../../types/conversion/context.ts'
import type { TemporalType } from '../../types/families.ts'
import type { Failure, Value } from '../../types/value.ts'
import type { FunctionUse, Parameter, ScalarFunction, Signature } from '../definition.ts'
import { type Local, localOf, normalized, valueOfLocal } from './local.ts'
import {
  type DateUnit,
  type WeekStart,
  dateUnits,
  firstDayOf,
  floorOfTime,
  isTimeUnit,
  monthsOf,
  plusMonths,
  timeUnitMicros,
  unitNamed,
  unitProblem,
} from './units.ts'

const timeUnits = Object.keys(timeUnitMicros)

/** `(time, unit)`, or the other way round. */
export function unitForms(order: 'time-first' | 'unit-first'): readonly Signature[] {
  return [
    form('DATE', dateUnits, order),
    form('dated', [...dateUnits, ...timeUnits], order),
    form('TIME', timeUnits, order),
  ]
}

function form(accepts: Parameter['accepts'], units: readonly string[], order: 'time-first' | 'unit-first'): Signature {
  const time: Parameter = { name: 'time', accepts }
  const unit: Parameter = { name: 'unit', accepts: 'STRING', constant: { validate: unitProblem(units) } }
  return order === 'time-first'
    ? { parameters: [time, unit], result: ([type]) => type }
    : { parameters: [unit, time], result: ([, type]) => type }
}

export function floorTo(
  { resultType, timeZone }: FunctionUse,
  unit: Value | undefined,
  weekStart: WeekStart,
): (time: Value) => Value | Failure {
  const type = resultType as TemporalType
  const zone = knownZone(timeZone)
  const name = unitNamed(unit)
  return (time) => valueOfLocal(floorLocal(name, localOf(time, type, zone), weekStart), type, zone)
}

/** The beginning of the next unit, unless one begins just then. */
export function ceilTo(
  { resultType, timeZone }: FunctionUse,
  unit: Value | undefined,
  weekStart: WeekStart,
): ScalarFunction {
  const type = resultType as TemporalType
  const zone = knownZone(timeZone)
  const name = unitNamed(unit)
  return (time) => {
    const local = localOf(time, type, zone)
    const floor = floorLocal(name, local, weekStart)
    const isBeginning = floor.days === local.days && floor.microsOfDay === local.microsOfDay
    return isBeginning ? time : valueOfLocal(next(name, floor, type), type, zone)
  }
}

function floorLocal(unit: string, { days, microsOfDay }: Local, weekStart: WeekStart): Local {
  if (isTimeUnit(unit)) return { days, microsOfDay: floorOfTime(unit, microsOfDay) }
  return { days: firstDayOf(unit as DateUnit, days, weekStart), microsOfDay: 0 }
}

/** Past midnight a TIME has no next hour. */
function next(unit: string, { days, microsOfDay }: Local, type: TemporalType): Local {
  if (isTimeUnit(unit)) {
    const micros = microsOfDay + timeUnitMicros[unit]
    return type.kind === 'TIME' ? { days, microsOfDay: micros } : normalized(days, BigInt(micros))
  }
  const months = monthsOf(unit as DateUnit)
  if (months !== null) return { days: plusMonths(days, months), microsOfDay }
  return { days: days + (unit === 'WEEK' ? 7 : 1), microsOfDay }
}

/**
 * date_format of timestamps: rows that follow each other mostly lie in the same second, minute, hour or day, whatever is the finest
 * that the pattern shows, and share one text.
 */
import type { ScalarFunction } from '../../functions/definition.ts'
import { knownPattern } from '../../functions/time/patterns.ts'
import type { Call } from '../../model/expression.ts'
import { knownZone } from '../../types/conversion/context.ts'
import type { NumberField, PatternElement } from '../../types/datetime/elements.ts'
import { utc } from '../../types/zones.ts'
import { takeColumn } from '../column.ts'
import type { BytesColumn, Int64Column } from '../column.ts'
import { safeInt64, writeText } from '../values.ts'
import type { Bind, Binding, Evaluator } from './evaluator.ts'

/** Null where the time is no timestamp, or the pattern shows fractions of a second. */
export function bindDateFormat(
  { arguments: [time, text] }: Call,
  implementation: ScalarFunction,
  bind: Bind,
  binding: Binding,
): Evaluator | null {
  if ((time.type.kind !== 'TIMESTAMP' && time.type.kind !== 'TIMESTAMP_LTZ') || text.kind !== 'literal') return null
  const pattern = knownPattern(text.value)
  const unitSeconds = finestUnit(pattern.elements)
  if (unitSeconds === 0) return null
  // A local time that occurs twice has two texts if the zone is shown: then rows share by the second of the instant.
  const zone = time.type.kind === 'TIMESTAMP' || pattern.hasZone ? utc : knownZone(binding.timeZone)
  const operand = bind(time)
  return (chunk, selection, failures) => {
    const column = operand(chunk, selection, failures) as Int64Column
    const result = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
    let lastUnit = Number.NaN
    let lastRow = 0
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if (column.valid[row] === 0) continue
      const second = Math.floor(safeInt64(column, row) / 1_000_000)
      // Beyond the numbers that are exact, in years before 1684 and after 2255, nothing is shared.
      const isExact = !Number.isNaN(second)
      const unit = isExact ? Math.floor((second + zone.offsetAt(second)) / unitSeconds) : second
      if (unit === lastUnit) {
        result.starts[row] = result.starts[lastRow]
        result.lengths[row] = result.lengths[lastRow]
        result.valid[row] = 1
        continue
      }
      writeText(chunk.memory, result, row, implementation(column.values[row], text.value) as string)
      lastUnit = unit
      lastRow = row
    }
    return result
  }
}

const secondsPerDay = 86_400

const secondsOfField: Readonly<Record<NumberField, number>> = {
  year: secondsPerDay,
  month: secondsPerDay,
  day: secondsPerDay,
  dayOfYear: secondsPerDay,
  hour: 3600,
  clockHour: 3600,
  hourOfHalf: 3600,
  clockHourOfHalf: 3600,
  minute: 60,
  second: 1,
}

/** In seconds: times between two multiples of it look the same. 0: fractions of a second are shown. */
function finestUnit(elements: readonly PatternElement[]): number {
  return Math.min(secondsPerDay, ...elements.map(unitOf))
}

function unitOf(element: PatternElement): number {
  switch (element.kind) {
    case 'literal':
      return secondsPerDay
    case 'number':
      return secondsOfField[element.field]
    case 'fraction':
      return 0
    case 'name':
      return element.of === 'half' ? 3600 : secondsPerDay
    case 'offset':
    case 'zone-id':
      return 1
    case 'optional':
      return finestUnit(element.elements)
  }
}

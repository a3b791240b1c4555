/** DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ: texts of fixed layout and UNIX numbers here, all others by the scalar conversion. */
import type { TemporalType } from '../../../types/families.ts'
import { contextOfColumn } from '../../../types/conversion/context.ts'
import type { DatetimeFormat } from '../../../types/datetime/format.ts'
import { cutMicros, daysMax, daysMin, secondsPerDay } from '../../../types/datetime/calendar.ts'
import type { Zone } from '../../../types/zones.ts'
import type { Column, Int32Column, Int64Column } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { putSafeInteger, upTo15Digits } from './digits.ts'
import { layoutOf, LocalTime } from './layout.ts'
import { bindScalar, convertByScalar } from './scalar.ts'

/** Puts the value of a row; false: not recognised, nothing put. */
type PutTemporal = (slices: Slices, row: number, out: Column, memory: Memory) => boolean

/** The first format has a kernel or none; what does not fit it is for the scalar conversion, which tries all of them. */
export function convertToTemporal(type: TemporalType, options: ConversionOptions): Conversion {
  const { formats, zone } = contextOfColumn(type.kind, options.formats, options.timeZone)
  const put = putOf(type, formats[0], zone)
  if (put === null) return convertByScalar(type, options)
  const convertRow = bindScalar(type, options)
  return (slices, { rows, count }, out, memory, recordTimeMs, report) => {
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (slices.kinds[row] <= SliceKind.Null) out.valid[row] = 0
      else if (put(slices, row, out, memory)) out.valid[row] = 1
      else convertRow(slices, row, out, memory, recordTimeMs, report)
    }
  }
}

function putOf(type: TemporalType, format: DatetimeFormat, zone: Zone): PutTemporal | null {
  if (format.kind === 'unix') return type.kind === 'TIMESTAMP_LTZ' ? putUnix(format.exponent, type.precision) : null
  const layout = layoutOf(format)
  if (layout === null || !(type.kind === 'TIME' ? layout.hasTime : layout.hasDate)) return null
  const { reader } = layout
  const time = new LocalTime()
  return (slices, row, out, memory) => {
    const kind = slices.kinds[row]
    if (kind !== SliceKind.Text && kind !== SliceKind.String && kind !== SliceKind.Integer) return false
    const start = slices.starts[row]
    return reader(memory.u8, start, start + slices.lengths[row], time) && putTime(type, time, zone, out, row)
  }
}

/** Micros fit a double exactly in years up to 2255; later ones go the slow way. */
function putTime(type: TemporalType, time: LocalTime, zone: Zone, out: Column, row: number): boolean {
  switch (type.kind) {
    case 'DATE':
      ;(out as Int32Column).values[row] = time.days
      return true
    case 'TIME':
      putSafeInteger((out as Int64Column).words, row, cut(time.secondOfDay, time.micros, type.precision))
      return true
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const local = time.days * secondsPerDay + time.secondOfDay
      if (type.kind === 'TIMESTAMP' && time.hasOffset) return false
      const offset = type.kind === 'TIMESTAMP' ? 0 : time.hasOffset ? time.offsetSeconds : zone.offsetOfLocal(local)
      const micros = cut(local - offset, time.micros, type.precision)
      if (!Number.isSafeInteger(micros)) return false
      putSafeInteger((out as Int64Column).words, row, micros)
      return true
    }
  }
}

function cut(seconds: number, micros: number, precision: number): number {
  return seconds * 1_000_000 + cutMicros(micros, precision)
}

const instantMin = daysMin * secondsPerDay * 1_000_000
const instantMax = (daysMax + 1) * secondsPerDay * 1_000_000

/** Whole numbers of up to 15 digits that count units of 10^-exponent seconds. */
function putUnix(exponent: 0 | 3 | 6, precision: number): PutTemporal {
  const microsPerUnit = 10 ** (6 - exponent)
  const unit = 10 ** (6 - precision)
  return (slices, row, out, memory) => {
    const kind = slices.kinds[row]
    if (kind !== SliceKind.Text && kind !== SliceKind.String && kind !== SliceKind.Integer) return false
    const start = slices.starts[row]
    const length = slices.lengths[row]
    if (length < 1 || length > 15) return false
    const value = upTo15Digits(memory.u8, start, start + length)
    const micros = value * microsPerUnit
    if (value < 0 || !Number.isSafeInteger(micros) || micros < instantMin || micros >= instantMax) return false
    putSafeInteger((out as Int64Column).words, row, Math.floor(micros / unit) * unit)
    return true
  }
}

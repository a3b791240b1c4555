/** DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ: texts of fixed layout and UNIX numbers by kernels, all others by the scalar conversion. */
import type { TemporalType } from '../../../types/families.ts'
import { contextOfColumn } from '../../../types/conversion/context.ts'
import type { DatetimeFormat } from '../../../types/datetime/format.ts'
import type { Zone } from '../../../types/zones.ts'
import type { Int64Column } from '../../column.ts'
import type { Selection } from '../../selection.ts'
import { byKernel } from './by-kernel.ts'
import type { ColumnKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { putSafeInteger } from './digits.ts'
import { layoutOf } from './layout.ts'
import { bindScalar, convertByScalar } from './scalar.ts'

/** The first format has a kernel or none; what does not fit it is for the scalar conversion, which tries all of them. */
export function convertToTemporal(type: TemporalType, options: ConversionOptions): Conversion {
  const { formats, zone } = contextOfColumn(type.kind, options.formats, options.timeZone)
  const kernel = kernelOf(type, formats[0])
  if (kernel === null) return convertByScalar(type, options)
  const convert = byKernel(kernel, bindScalar(type, options))
  if (type.kind !== 'TIMESTAMP_LTZ') return convert
  return (slices, selection, out, memory, recordTimeMs, report) => {
    convert(slices, selection, out, memory, recordTimeMs, report)
    toInstants(out as Int64Column, selection, zone)
  }
}

const targets: Readonly<Record<TemporalType['kind'], number>> = { DATE: 0, TIME: 1, TIMESTAMP: 2, TIMESTAMP_LTZ: 3 }

function kernelOf(type: TemporalType, format: DatetimeFormat): ColumnKernel | null {
  const unitMicros = type.kind === 'DATE' ? 1 : 10 ** (6 - type.precision)
  if (format.kind === 'unix') {
    const microsOfCount = 10 ** (6 - format.exponent)
    return type.kind === 'TIMESTAMP_LTZ' ? (kernels, task) => kernels.fromUnix(task, microsOfCount, unitMicros) : null
  }
  const layout = layoutOf(format)
  if (layout === null || !(type.kind === 'TIME' ? layout.hasTime : layout.hasDate)) return null
  const { bytes } = layout
  const target = targets[type.kind]
  return (kernels, task, memory) => {
    const address = memory.take(bytes.length)
    memory.u8.set(bytes, address)
    return kernels.toTimes(task, address, target, unitMicros)
  }
}

/** Rows of which `valid` is 2 hold the time that clocks of the zone showed, of a year for which microseconds are exact in a double. */
function toInstants({ words, valid }: Int64Column, { rows, count }: Selection, zone: Zone): void {
  for (let k = 0; k < count; k++) {
    const row = rows[k]
    if (valid[row] !== 2) continue
    valid[row] = 1
    const micros = words[row * 2 + 1] * twoTo32 + (words[row * 2] >>> 0)
    const instant = micros - zone.offsetOfLocal(Math.floor(micros / 1_000_000)) * 1_000_000
    putSafeInteger(words, row, instant)
  }
}

const twoTo32 = 0x1_0000_0000

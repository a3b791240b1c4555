/** TINYINT, SMALLINT, INT and BIGINT: plain digits by kernels, `3.0`, `1e3`, `+5` and blanks by the scalar conversion. */
import { integerRanges, type IntegerType } from '../../../types/families.ts'
import { byKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'

export function convertToInteger(type: IntegerType, options: ConversionOptions): Conversion {
  const convertRow = bindScalar(type, options)
  if (type.kind === 'BIGINT') return byKernel((kernels, task) => kernels.toBigints(task), convertRow)
  const min = Number(integerRanges[type.kind].min)
  const max = Number(integerRanges[type.kind].max)
  return byKernel((kernels, task) => kernels.toIntegers(task, min, max), convertRow)
}

/** DECIMAL: `-12.50` of up to 18 digits by a kernel, exponents, more digits and what needs rounding off by the scalar conversion. */
import type { DecimalType } from '../../../types/families.ts'
import { byKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar, convertByScalar } from './scalar.ts'

export function convertToDecimal(type: DecimalType, options: ConversionOptions): Conversion {
  const { precision, scale } = type
  if (precision > 18) return convertByScalar(type, options)
  const convertRow = bindScalar(type, options)
  return byKernel((kernels, task) => kernels.toDecimals(task, precision - scale, scale), convertRow)
}

/** FLOAT and DOUBLE: up to 15 digits, with or without a point, by a kernel, the rest by the scalar conversion. */
import { byKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'

export function convertToFloat(kind: 'FLOAT' | 'DOUBLE', options: ConversionOptions): Conversion {
  const single = kind === 'FLOAT' ? 1 : 0
  return byKernel((kernels, task) => kernels.toDoubles(task, single), bindScalar({ kind }, options))
}

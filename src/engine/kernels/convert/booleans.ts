/** BOOLEAN from true and false in any case, 1 and 0. */
import { byKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'

export function convertToBoolean(options: ConversionOptions): Conversion {
  return byKernel((kernels, task) => kernels.toBooleans(task), bindScalar({ kind: 'BOOLEAN' }, options))
}

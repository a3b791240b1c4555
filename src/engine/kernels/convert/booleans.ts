/** BOOLEAN from true and false in any case, 1 and 0. */
import type { BoolColumn } from '../../column.ts'
import { SliceKind } from '../../slices.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'

export function convertToBoolean(options: ConversionOptions): Conversion {
  const convertRow = bindScalar({ kind: 'BOOLEAN' }, options)
  return (slices, { rows, count }, column, memory, recordTimeMs, report) => {
    const out = column as BoolColumn
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      const kind = slices.kinds[row]
      if (kind === SliceKind.True || kind === SliceKind.False) {
        out.values[row] = kind === SliceKind.True ? 1 : 0
        out.valid[row] = 1
      } else if (kind <= SliceKind.Null) {
        out.valid[row] = 0
      } else {
        convertRow(slices, row, out, memory, recordTimeMs, report)
      }
    }
  }
}

/** JSON: values of a document as they are, the text of a field parsed; both compact. */
import type { BytesColumn } from '../../column.ts'
import { SliceKind } from '../../slices.ts'
import { compactJson, compactJsonText } from '../json-text.ts'
import { byKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'
import type { ScalarConversion } from './scalar.ts'

export function convertToJson(options: ConversionOptions): Conversion {
  const convertRow = bindScalar({ kind: 'JSON' }, options)
  const compactRow: ScalarConversion = (slices, row, column, memory, recordTimeMs, report) => {
    const out = column as BytesColumn
    const kind = slices.kinds[row] as SliceKind
    out.valid[row] = 1
    if (kind !== SliceKind.Text) compactJson(memory, slices.starts[row], slices.lengths[row], kind, out, row)
    else if (!compactJsonText(memory, slices.starts[row], slices.lengths[row], out, row)) {
      convertRow(slices, row, out, memory, recordTimeMs, report)
    }
  }
  return byKernel((kernels, task) => kernels.toJson(task), compactRow)
}

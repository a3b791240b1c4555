/** JSON: values of a document as they are, the text of a field parsed; both compact. */
import type { BytesColumn } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import { compactJson, compactJsonText } from '../json-text.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'

export function convertToJson(options: ConversionOptions): Conversion {
  const convertRow = bindScalar({ kind: 'JSON' }, options)
  return (slices, { rows, count }, column, memory, recordTimeMs, report) => {
    const out = column as BytesColumn
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (slices.kinds[row] <= SliceKind.Null) out.valid[row] = 0
      else if (putJson(slices, row, out, memory)) out.valid[row] = 1
      else convertRow(slices, row, out, memory, recordTimeMs, report)
    }
  }
}

/** False where a text is not JSON, or is `null`. */
function putJson(slices: Slices, row: number, out: BytesColumn, memory: Memory): boolean {
  const kind = slices.kinds[row] as SliceKind
  if (kind === SliceKind.Text) return compactJsonText(memory, slices.starts[row], slices.lengths[row], out, row)
  compactJson(memory, slices.starts[row], slices.lengths[row], kind, out, row)
  return true
}

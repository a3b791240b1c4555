/** STRING, VARCHAR and BYTES as UTF-8: mostly the slice as it stands; escapes are undone and JSON made compact in the arena. */
import type { BytesColumn } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import { unescapeString } from '../json-strings.ts'
import { compactJson } from '../json-text.ts'
import { codePointCount } from '../utf8.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { byKernel } from './by-kernel.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'
import type { ScalarConversion } from './scalar.ts'

export function convertToString(
  type: Extract<LogicalType, { readonly kind: 'STRING' | 'VARCHAR' | 'BYTES' }>,
  options: ConversionOptions,
): Conversion {
  const convertRow = bindScalar(type, options)
  // A text has no more code points than bytes, so that most need not be counted.
  const codePointsMax = type.kind === 'VARCHAR' ? Math.min(type.length, 0x7fff_ffff) : 0x7fff_ffff
  const putRow: ScalarConversion = (slices, row, column, memory, recordTimeMs, report) => {
    const out = column as BytesColumn
    if (putText(slices, row, out, memory) && fits(out, row, memory, codePointsMax)) out.valid[row] = 1
    else convertRow(slices, row, out, memory, recordTimeMs, report)
  }
  return byKernel((kernels, task) => kernels.toTexts(task, codePointsMax), putRow)
}

/** False where the text has a lone surrogate. */
function putText(slices: Slices, row: number, out: BytesColumn, memory: Memory): boolean {
  const kind = slices.kinds[row]
  if (kind === SliceKind.EscapedString) {
    return unescapeString(memory, slices.starts[row], slices.lengths[row], out, row)
  }
  if (kind === SliceKind.Object || kind === SliceKind.Array) {
    compactJson(memory, slices.starts[row], slices.lengths[row], kind, out, row)
    return true
  }
  out.starts[row] = slices.starts[row]
  out.lengths[row] = slices.lengths[row]
  return true
}

function fits(out: BytesColumn, row: number, memory: Memory, codePointsMax: number): boolean {
  if (out.lengths[row] <= codePointsMax) return true
  const start = out.starts[row]
  return codePointCount(memory.u8, start, start + out.lengths[row]) <= codePointsMax
}

/** TINYINT, SMALLINT, INT and BIGINT: plain digits here, `3.0`, `1e3`, `+5` and blanks by the scalar conversion. */
import type { Int32Column, Int64Column } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import { integerRanges, type IntegerType } from '../../../types/families.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { putDigits, upTo9Digits } from './digits.ts'
import { bindScalar } from './scalar.ts'

export function convertToInteger(type: IntegerType, options: ConversionOptions): Conversion {
  const convertRow = bindScalar(type, options)
  if (type.kind === 'BIGINT') {
    return (slices, { rows, count }, column, memory, recordTimeMs, report) => {
      const out = column as Int64Column
      for (let k = 0; k < count; k++) {
        const row = rows[k]
        if (slices.kinds[row] <= SliceKind.Null) out.valid[row] = 0
        else if (putBigint(slices, row, out, memory)) out.valid[row] = 1
        else convertRow(slices, row, out, memory, recordTimeMs, report)
      }
    }
  }
  const min = Number(integerRanges[type.kind].min)
  const max = Number(integerRanges[type.kind].max)
  return (slices, { rows, count }, column, memory, recordTimeMs, report) => {
    const out = column as Int32Column
    const { values, valid } = out
    const { kinds, starts, lengths } = slices
    const { u8 } = memory
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      const kind = kinds[row]
      if (kind <= SliceKind.Null) {
        valid[row] = 0
        continue
      }
      const value = mayBeDigits(kind) ? smallInteger(u8, starts[row], starts[row] + lengths[row]) : notSmall
      if (value === notSmall || value < min || value > max) {
        convertRow(slices, row, out, memory, recordTimeMs, report)
        continue
      }
      values[row] = value
      valid[row] = 1
    }
  }
}

/** Only text and numbers hold digits without more ado. */
function mayBeDigits(kind: number): boolean {
  return kind >= SliceKind.Text && kind <= SliceKind.Integer && kind !== SliceKind.EscapedString
}

/** No integer of nine digits. */
const notSmall = 0x7fff_ffff

function smallInteger(u8: Uint8Array, start: number, end: number): number {
  const negative = u8[start] === 0x2d
  const first = negative ? start + 1 : start
  if (first >= end || end - first > 9) return notSmall
  const magnitude = upTo9Digits(u8, first, end)
  if (magnitude < 0) return notSmall
  return negative ? -magnitude : magnitude
}

function putBigint(slices: Slices, row: number, out: Int64Column, memory: Memory): boolean {
  if (!mayBeDigits(slices.kinds[row])) return false
  const start = slices.starts[row]
  const end = start + slices.lengths[row]
  const negative = memory.u8[start] === 0x2d
  const first = negative ? start + 1 : start
  return first < end && end - first <= 19 && putDigits(out.words, row, memory.u8, first, end, negative)
}

/**
 * FLOAT and DOUBLE, correctly rounded: up to 15 digits are exact in a double, and so are powers of ten to 10^22, so that one
 * division rounds once (Clinger, "How to read floating point numbers accurately"); the rest by the scalar conversion.
 */
import type { Float64Column } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { bindScalar } from './scalar.ts'

const powersOfTen = Float64Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`))

export function convertToFloat(kind: 'FLOAT' | 'DOUBLE', options: ConversionOptions): Conversion {
  const convertRow = bindScalar({ kind }, options)
  const single = kind === 'FLOAT'
  return (slices, { rows, count }, column, memory, recordTimeMs, report) => {
    const out = column as Float64Column
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (slices.kinds[row] <= SliceKind.Null) out.valid[row] = 0
      else if (putDouble(slices, row, out, memory, single)) out.valid[row] = 1
      else convertRow(slices, row, out, memory, recordTimeMs, report)
    }
  }
}

function putDouble(slices: Slices, row: number, out: Float64Column, memory: Memory, single: boolean): boolean {
  const kind = slices.kinds[row]
  if (kind > SliceKind.Fraction || kind === SliceKind.EscapedString) return false
  const { u8 } = memory
  const start = slices.starts[row]
  const end = start + slices.lengths[row]
  const negative = u8[start] === 0x2d
  const first = negative ? start + 1 : start
  if (first >= end || end - first > 16 || u8[end - 1] === 0x2e || u8[first] === 0x2e) return false
  let value = 0
  let point = -1
  for (let at = first; at < end; at++) {
    const byte = u8[at]
    if (byte === 0x2e && point < 0) {
      point = at
      continue
    }
    const digit = byte - 0x30
    if (digit < 0 || digit > 9) return false
    value = value * 10 + digit
  }
  if (point < 0 && end - first > 15) return false
  if (point >= 0) value /= powersOfTen[end - point - 1]
  if (negative) value = -value
  out.values[row] = single ? Math.fround(value) : value
  return true
}

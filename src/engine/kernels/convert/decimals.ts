/** DECIMAL: `-12.50` of up to 18 digits here, exponents, more digits and what needs rounding off by the scalar conversion. */
import type { DecimalType } from '../../../types/families.ts'
import type { Int64Column } from '../../column.ts'
import type { Memory } from '../../memory.ts'
import { SliceKind, type Slices } from '../../slices.ts'
import type { Conversion, ConversionOptions } from './conversion.ts'
import { putBillions } from './digits.ts'
import { bindScalar, convertByScalar } from './scalar.ts'

export function convertToDecimal(type: DecimalType, options: ConversionOptions): Conversion {
  if (type.precision > 18) return convertByScalar(type, options)
  const convertRow = bindScalar(type, options)
  const wholeDigitsMax = type.precision - type.scale
  return (slices, { rows, count }, column, memory, recordTimeMs, report) => {
    const out = column as Int64Column
    for (let k = 0; k < count; k++) {
      const row = rows[k]
      if (slices.kinds[row] <= SliceKind.Null) out.valid[row] = 0
      else if (putDecimal(slices, row, out, memory, wholeDigitsMax, type.scale)) out.valid[row] = 1
      else convertRow(slices, row, out, memory, recordTimeMs, report)
    }
  }
}

/** Digits, and behind a point at most `scale` of them. The unscaled value is gathered as the last nine digits and those before. */
function putDecimal(
  slices: Slices,
  row: number,
  out: Int64Column,
  memory: Memory,
  wholeDigitsMax: number,
  scale: number,
): boolean {
  const kind = slices.kinds[row]
  if (kind > SliceKind.Fraction || kind === SliceKind.EscapedString) return false
  const { u8 } = memory
  const start = slices.starts[row]
  const end = start + slices.lengths[row]
  const negative = u8[start] === 0x2d
  const first = negative ? start + 1 : start
  let point = first
  while (point < end && u8[point] !== 0x2e) point++
  const wholeDigits = point - first
  const fractionDigits = point < end ? end - point - 1 : 0
  const isZeroBeforePoint = wholeDigits === 1 && u8[first] === 0x30
  if (wholeDigits === 0 || fractionDigits > scale || (point < end && fractionDigits === 0)) return false
  if (wholeDigits > wholeDigitsMax && !isZeroBeforePoint) return false
  let high = 0
  let low = 0
  let left = wholeDigits + scale
  for (let at = first; at < end; at++) {
    if (at === point) continue
    const digit = u8[at] - 0x30
    if (digit < 0 || digit > 9) return false
    if (left-- > 9) high = high * 10 + digit
    else low = low * 10 + digit
  }
  for (; left > 0; left--) {
    if (left > 9) high *= 10
    else low *= 10
  }
  return putBillions(out.words, row, high, low, negative)
}

/** Rounding to so many digits behind the point, half away from zero. */
import { castNumber } from '../../types/conversion/cast.ts'
import { decimalText, powerOfTen, readNumber, rescale, unscaledOf } from '../../types/decimal.ts'
import type { NumericType } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { Failure } from '../../types/value.ts'

/** A rounded DECIMAL can have one digit more in front; without `digits` it has none behind. */
export function roundedType([type, digits]: readonly LogicalType[]): LogicalType {
  if (type.kind !== 'DECIMAL') return type
  const scale = digits === undefined ? 0 : type.scale
  return { kind: 'DECIMAL', precision: Math.min(38, type.precision - type.scale + 1 + scale), scale }
}

/** More digits than any number has, either way. */
const digitsMax = 400

export function rounded(
  value: number | bigint,
  type: NumericType,
  resultType: NumericType,
  digitsWanted: number,
): number | bigint | Failure {
  const digits = Math.max(-digitsMax, Math.min(digitsMax, digitsWanted))
  if (type.kind === 'FLOAT' || type.kind === 'DOUBLE') {
    const text = roundedText(String(value), digits)
    return text === null ? value : Number(text)
  }
  const scale = type.kind === 'DECIMAL' ? type.scale : 0
  if (digits >= scale) return castNumber(value, type, resultType)
  const unit = powerOfTen(scale - digits)
  const whole = rescale(BigInt(value), scale - digits, 0) * unit
  return castNumber(type.kind === 'DECIMAL' || type.kind === 'BIGINT' ? whole : Number(whole), type, resultType)
}

/** Null if there is nothing to round. */
function roundedText(text: string, digits: number): string | null {
  const number = readNumber(text)!
  if (-number.exponent <= digits) return null
  const unscaled = unscaledOf(number, digits, 'half-up')
  if (unscaled === null) return null
  return digits >= 0 ? decimalText(unscaled, digits) : `${unscaled}e${-digits}`
}

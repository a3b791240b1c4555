/** Rounding and cutting to so many digits behind the point. Half goes away from zero. */
import { castNumber } from '../../types/conversion/cast.ts'
import { decimalText, powerOfTen, readNumber, rescale, unscaledOf } from '../../types/decimal.ts'
import type { NumericType } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { Failure, Value } from '../../types/value.ts'

/**
 * As in Flink (`LogicalTypeMerging.findRoundDecimalType`): a DECIMAL has so many digits behind the point as a constant says, none
 * where nothing is said, and one more in front. Where the digits vary it keeps its scale.
 */
export function roundedType(
  [type, digitsType]: readonly LogicalType[],
  [, constant]: readonly (Value | undefined)[],
): LogicalType {
  if (type.kind !== 'DECIMAL') return type
  const digits = digitsType === undefined ? 0 : typeof constant === 'number' ? constant : type.scale
  if (typeof constant === 'number' && digits >= type.scale) return type
  const scale = Math.max(0, Math.min(type.scale, digits))
  return { kind: 'DECIMAL', precision: Math.min(38, type.precision - type.scale + 1 + scale), scale }
}

/** `half-up` rounds, `down` cuts towards zero. */
type Cut = 'half-up' | 'down'

/** More digits than any number has, either way. */
const digitsMax = 400

export function rounded(
  value: number | bigint,
  type: NumericType,
  resultType: NumericType,
  digitsWanted: number,
  cut: Cut,
): number | bigint | Failure {
  const digits = Math.max(-digitsMax, Math.min(digitsMax, digitsWanted))
  if (type.kind === 'FLOAT' || type.kind === 'DOUBLE') {
    const text = roundedText(String(value), digits, cut)
    return text === null ? value : Number(text)
  }
  const scale = type.kind === 'DECIMAL' ? type.scale : 0
  if (digits >= scale) return castNumber(value, type, resultType)
  const unit = powerOfTen(scale - digits)
  const whole = (cut === 'down' ? BigInt(value) / unit : rescale(BigInt(value), scale - digits, 0)) * unit
  return castNumber(type.kind === 'DECIMAL' || type.kind === 'BIGINT' ? whole : Number(whole), type, resultType)
}

/** Null if there is nothing to round. */
function roundedText(text: string, digits: number, cut: Cut): string | null {
  const number = readNumber(text)!
  if (-number.exponent <= digits) return null
  const unscaled = unscaledOf({ ...number, negative: false }, digits, cut === 'down' ? 'floor' : cut)
  if (unscaled === null) return null
  const sign = number.negative ? '-' : ''
  return sign + (digits >= 0 ? decimalText(unscaled, digits) : `${unscaled}e${-digits}`)
}

/** Number constants: what type a number as written has, and the same number in another type. */
import { decimalText, fitsPrecision, readNumber, unscaledOf } from '../../../types/decimal.ts'
import type { ExactNumber } from '../../../types/decimal.ts'
import { integerRanges } from '../../../types/families.ts'
import type { NumericType } from '../../../types/families.ts'
import type { Value } from '../../../types/value.ts'
import { decimalPrecisionMax } from '../../../types/widen.ts'

export interface NumberConstant {
  readonly value: Value
  readonly type: NumericType
}

/** As in Flink: INT, BIGINT where it is longer, DECIMAL where it has a point or is longer still, DOUBLE where it has an exponent. */
export function numberLiteral(text: string): NumberConstant | null {
  if (/e/i.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? { value, type: { kind: 'DOUBLE' } } : null
  }
  const number = readNumber(text)
  if (number === null) return null
  const candidates: NumericType[] = [{ kind: 'INT' }, { kind: 'BIGINT' }]
  const type = text.includes('.') ? null : candidates.find((candidate) => numberAs(number, candidate) !== undefined)
  if (type) return { value: numberAs(number, type)!, type }
  const scale = -number.exponent
  const precision = Math.max(number.digits.length, scale, 1)
  const decimal: NumericType = { kind: 'DECIMAL', precision, scale }
  const value = precision > decimalPrecisionMax ? undefined : numberAs(number, decimal)
  return value === undefined ? null : { value, type: decimal }
}

/** In another number type, exactly; undefined where that cannot hold it. FLOAT and DOUBLE round. */
export function numberIn(value: Value, from: NumericType, to: NumericType): Value | undefined {
  const number = readNumber(
    from.kind === 'DECIMAL' ? decimalText(value as bigint, from.scale) : String(value as number | bigint),
  )
  return number === null ? undefined : numberAs(number, to)
}

export function negated(value: Value): Value {
  return typeof value === 'bigint' ? -value : typeof value === 'number' ? 0 - value : null
}

function numberAs(number: ExactNumber, type: NumericType): Value | undefined {
  switch (type.kind) {
    case 'FLOAT':
    case 'DOUBLE': {
      const value = Number(`${number.negative ? '-' : ''}${number.digits || '0'}e${number.exponent}`)
      const rounded = type.kind === 'FLOAT' ? Math.fround(value) : value
      return Number.isFinite(rounded) ? rounded : undefined
    }
    case 'DECIMAL': {
      const unscaled = unscaledOf(number, type.scale, 'exact')
      return unscaled !== null && fitsPrecision(unscaled, type.precision) ? unscaled : undefined
    }
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT': {
      const whole = unscaledOf(number, 0, 'exact')
      const { min, max } = integerRanges[type.kind]
      if (whole === null || whole < min || whole > max) return undefined
      return type.kind === 'BIGINT' ? whole : Number(whole)
    }
  }
}

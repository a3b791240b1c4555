/** Arithmetic by exact fractions: slow, and plain to see. */
import type { Arithmetic } from '../../src/model/expression.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { Failure } from '../../src/types/value.ts'
import type { Value } from '../../src/types/value.ts'

interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

const overflow = new Failure('overflow')
const byZero = new Failure('division by zero')

export function arithmetic({ operator, left, right, type }: Arithmetic, a: Value, b: Value): Value | Failure {
  if (isFloat(type)) {
    if ((operator === '/' || operator === '%') && b === 0) return byZero
    return float(onNumbers(operator, a as number, b as number), type)
  }
  if (isDateOrTime(left.type)) return onDates(operator, left.type, right.type, type, a, b)
  const divides = operator === '/' || operator === '%'
  if (divides && BigInt(b as number) === 0n) return byZero
  const result = onFractions(operator, fraction(a, left.type), fraction(b, right.type))
  return fitted(type.kind === 'DECIMAL' ? roundedAt(result, type.scale) : truncated(result), type)
}

export function negate(value: Value, type: LogicalType): Value | Failure {
  return isFloat(type) ? -(value as number) : fitted(-BigInt(value as number), type)
}

function isFloat(type: LogicalType): boolean {
  return type.kind === 'FLOAT' || type.kind === 'DOUBLE'
}

function isDateOrTime(type: LogicalType): boolean {
  return ['DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ'].includes(type.kind)
}

function float(value: number, type: LogicalType): Value | Failure {
  const rounded = type.kind === 'FLOAT' ? Math.fround(value) : value
  return Number.isFinite(rounded) ? rounded : overflow
}

function onNumbers(operator: Arithmetic['operator'], a: number, b: number): number {
  return { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator]
}

function fraction(value: Value, type: LogicalType): Fraction {
  const scale = type.kind === 'DECIMAL' ? type.scale : 0
  return { numerator: BigInt(value as number), denominator: 10n ** BigInt(scale) }
}

function onFractions(operator: Arithmetic['operator'], a: Fraction, b: Fraction): Fraction {
  const denominator = a.denominator * b.denominator
  const left = a.numerator * b.denominator
  const right = b.numerator * a.denominator
  switch (operator) {
    case '+':
      return { numerator: left + right, denominator }
    case '-':
      return { numerator: left - right, denominator }
    case '*':
      return { numerator: a.numerator * b.numerator, denominator }
    case '/':
      return right < 0n ? { numerator: -left, denominator: -right } : { numerator: left, denominator: right }
    case '%':
      return { numerator: left % right, denominator }
  }
}

function truncated({ numerator, denominator }: Fraction): bigint {
  return numerator / denominator
}

/** Half away from zero. */
function roundedAt({ numerator, denominator }: Fraction, scale: number): bigint {
  const doubled = (numerator * 2n * 10n ** BigInt(scale)) / denominator
  return doubled >= 0n ? (doubled + 1n) / 2n : (doubled - 1n) / 2n
}

const bits: Readonly<Record<string, number>> = { TINYINT: 8, SMALLINT: 16, INT: 32, BIGINT: 64, INTERVAL_MICROS: 64 }

function fitted(value: bigint, type: LogicalType): Value | Failure {
  if (type.kind === 'DECIMAL') return String(value).replace('-', '').length > type.precision ? overflow : value
  if (BigInt.asIntN(bits[type.kind] ?? 32, value) !== value) return overflow
  return bits[type.kind] === 64 ? value : Number(value)
}

const dayMicros = 86_400_000_000n

function onDates(
  operator: Arithmetic['operator'],
  left: LogicalType,
  right: LogicalType,
  type: LogicalType,
  a: Value,
  b: Value,
): Value | Failure {
  const micros = (value: Value, from: LogicalType): bigint =>
    BigInt(value as number) * (from.kind === 'DATE' ? dayMicros : 1n)
  if (right.kind === 'INTERVAL_MONTHS') {
    return inType(plusMonths(micros(a, left), operator === '-' ? -Number(b) : Number(b)), type)
  }
  const other = micros(b, right)
  return inType(micros(a, left) + (operator === '-' ? -other : other), type)
}

function plusMonths(micros: bigint, months: number): bigint {
  const days = (micros - (((micros % dayMicros) + dayMicros) % dayMicros)) / dayMicros
  const date = new Date(Number(days) * 86_400_000)
  const wanted = date.getUTCMonth() + months
  const result = new Date(date)
  result.setUTCMonth(wanted)
  // A day that the month does not have runs over into the next: back to the last of the month.
  if (result.getUTCDate() !== date.getUTCDate()) result.setUTCDate(0)
  return BigInt(result.getTime()) * 1000n + (micros - days * dayMicros)
}

function inType(micros: bigint, type: LogicalType): Value | Failure {
  const floor = (unit: bigint): bigint => (micros - (((micros % unit) + unit) % unit)) / unit
  switch (type.kind) {
    case 'DATE':
      return Number(floor(dayMicros))
    case 'TIME':
      return Number(((micros % dayMicros) + dayMicros) % dayMicros)
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const unit = 10n ** BigInt(6 - type.precision)
      return floor(unit) * unit
    }
    default:
      return micros
  }
}

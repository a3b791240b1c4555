/** Arithmetic value by value, for the types that have no kernel: decimals, dates, times, intervals. Exact, by BigInt. */
import type { Arithmetic } from '../../model/expression.ts'
import type { ScalarFunction } from '../../functions/definition.ts'
import { daysMax, daysMin } from '../../types/datetime/calendar.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import { Failure } from '../../types/value.ts'
import type { Value } from '../../types/value.ts'

type Operator = Arithmetic['operator']

export const divisionByZero = new Failure('division by zero')

export function outOfRange(type: LogicalType): Failure {
  return new Failure(`the result is out of range for ${typeText(type)}`)
}

/** Least and greatest value of an integer type that a number holds; BIGINT is not one of them. */
export function integerRange({ kind }: LogicalType): readonly [number, number] {
  if (kind === 'TINYINT') return [-128, 127]
  return kind === 'SMALLINT' ? [-32_768, 32_767] : [-2_147_483_648, 2_147_483_647]
}

/** Neither operand is NULL. */
export function scalarOperator(
  operator: Operator,
  left: LogicalType,
  right: LogicalType,
  type: LogicalType,
): ScalarFunction {
  if (type.kind === 'DECIMAL')
    return decimalOperator(operator, scaleOf(left), scaleOf(right), type.precision, type.scale)
  if (right.kind === 'INTERVAL_MONTHS' && type.kind !== 'INTERVAL_MONTHS') return plusMonths(operator, left, type)
  if (type.kind === 'INTERVAL_MONTHS') return monthsOperator(operator, type)
  return microsOperator(operator, left, right, type)
}

function scaleOf(type: LogicalType): number {
  return type.kind === 'DECIMAL' ? type.scale : 0
}

const power = (scale: number): bigint => 10n ** BigInt(scale)

/** Digits beyond the result's scale are rounded half up (away from zero), as in Flink. */
function decimalOperator(
  operator: Operator,
  leftScale: number,
  rightScale: number,
  precision: number,
  scale: number,
): ScalarFunction {
  const limit = power(precision)
  const overflow = outOfRange({ kind: 'DECIMAL', precision, scale })
  const common = Math.max(leftScale, rightScale)
  const compute = (left: bigint, right: bigint): bigint => {
    const alignedLeft = left * power(common - leftScale)
    const alignedRight = right * power(common - rightScale)
    switch (operator) {
      case '+':
        return rescale(alignedLeft + alignedRight, common, scale)
      case '-':
        return rescale(alignedLeft - alignedRight, common, scale)
      case '*':
        return rescale(left * right, leftScale + rightScale, scale)
      case '/':
        return divideRounding(alignedLeft * power(scale), alignedRight)
      case '%':
        return rescale(alignedLeft % alignedRight, common, scale)
    }
  }
  return (left, right) => {
    const divisor = BigInt(right as bigint | number)
    if (divisor === 0n && (operator === '/' || operator === '%')) return divisionByZero
    const result = compute(BigInt(left as bigint | number), divisor)
    return result >= limit || result <= -limit ? overflow : result
  }
}

function rescale(unscaled: bigint, from: number, to: number): bigint {
  return to >= from ? unscaled * power(to - from) : divideRounding(unscaled, power(from - to))
}

function divideRounding(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const remainder = dividend % divisor
  const twice = 2n * (remainder < 0n ? -remainder : remainder)
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

const dayMicros = 86_400_000_000n

/** Dates, times, timestamps and intervals by microseconds; a result finer than the type's precision is cut. */
function microsOperator(operator: Operator, left: LogicalType, right: LogicalType, type: LogicalType): ScalarFunction {
  const unit = unitMicros(type)
  return (leftValue, rightValue) => {
    const a = micros(leftValue, left)
    const b = micros(rightValue, right)
    const sum = operator === '-' ? a - b : a + b
    return fromMicros(type.kind === 'TIME' ? floorTo(wrap(sum), unit) : floorTo(sum, unit), type)
  }
}

function micros(value: Value, type: LogicalType): bigint {
  return type.kind === 'DATE' ? BigInt(value as number) * dayMicros : BigInt(value as number | bigint)
}

/** A time of day past midnight begins again. */
function wrap(time: bigint): bigint {
  return ((time % dayMicros) + dayMicros) % dayMicros
}

/** The finest step of a type, in microseconds. */
function unitMicros(type: LogicalType): bigint {
  if (type.kind === 'DATE') return dayMicros
  return 'precision' in type ? power(6 - type.precision) : 1n
}

function floorTo(value: bigint, unit: bigint): bigint {
  const remainder = value % unit
  return remainder < 0n ? value - remainder - unit : value - remainder
}

/** Dates and timestamps end with the years that every format holds; intervals with 64 bits. */
function fromMicros(value: bigint, type: LogicalType): Value | Failure {
  if (type.kind === 'TIME') return Number(value)
  if (type.kind === 'INTERVAL_MICROS') return BigInt.asIntN(64, value) === value ? value : outOfRange(type)
  const days = floorTo(value, dayMicros) / dayMicros
  if (days < daysMin || days > daysMax) return outOfRange(type)
  return type.kind === 'DATE' ? Number(days) : value
}

function monthsOperator(operator: Operator, type: LogicalType): ScalarFunction {
  return (left, right) => {
    const months = operator === '-' ? (left as number) - (right as number) : (left as number) + (right as number)
    return Math.abs(months) > 2_147_483_647 ? outOfRange(type) : months
  }
}

/** Calendar months, the day of month cut to the month's last; instants count in UTC, as in Flink. */
function plusMonths(operator: Operator, left: LogicalType, type: LogicalType): ScalarFunction {
  return (value, interval) => {
    const months = operator === '-' ? -(interval as number) : (interval as number)
    const whole = micros(value, left)
    const timeOfDay = wrap(whole)
    const date = new Date(Number((whole - timeOfDay) / 1_000n))
    const day = date.getUTCDate()
    date.setUTCDate(1)
    date.setUTCMonth(date.getUTCMonth() + months)
    if (Number.isNaN(date.getTime())) return outOfRange(type)
    const lastDay = new Date(Date.UTC(2000, 0, 1))
    lastDay.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)
    date.setUTCDate(Math.min(day, lastDay.getUTCDate()))
    return fromMicros(BigInt(date.getTime()) * 1_000n + timeOfDay, type)
  }
}

export function negated(value: Value, type: LogicalType): Value | Failure {
  if (typeof value === 'bigint') {
    const result = -value
    return type.kind === 'BIGINT' && BigInt.asIntN(64, result) !== result ? outOfRange(type) : result
  }
  const result = -(value as number)
  const isFloat = type.kind === 'FLOAT' || type.kind === 'DOUBLE'
  if (!isFloat && result > integerRange(type)[1]) return outOfRange(type)
  return isFloat ? result : result + 0
}

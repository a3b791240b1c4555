/** + - * / % and unary minus, exactly: integers and decimals by BigInt, dates and times by microseconds. */
import { dateFromDays, daysFromDate, daysInMonth } from '../../src/types/datetime/calendar.ts'
import { isInteger } from '../../src/types/families.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'
import type { Arithmetic } from '../../src/model/expression.ts'
import { fail } from './bad-data.ts'
import { divideRounding } from './cast.ts'
import { digitsFit, integer } from './convert.ts'

type Operator = Arithmetic['operator']
type Number_ = number | bigint

/** Neither operand is NULL. */
export function calculate(
  operator: Operator,
  left: Value,
  leftType: LogicalType,
  right: Value,
  rightType: LogicalType,
  type: LogicalType,
): Value {
  if (isInteger(type)) return integer(whole(operator, BigInt(left as Number_), BigInt(right as Number_)), type.kind)
  if (type.kind === 'FLOAT' || type.kind === 'DOUBLE') {
    const result = floating(operator, left as number, right as number)
    const rounded = type.kind === 'FLOAT' ? Math.fround(result) : result
    return Number.isFinite(rounded) ? rounded : fail('not finite')
  }
  if (type.kind === 'DECIMAL') {
    const [a, b] = [fraction(left, leftType), fraction(right, rightType)]
    return digitsFit(decimal(operator, a, b, type.scale), type.precision)
  }
  return temporal(operator, left as Number_, leftType, right as Number_, rightType, type)
}

function whole(operator: Operator, left: bigint, right: bigint): bigint {
  if ((operator === '/' || operator === '%') && right === 0n) fail('division by zero')
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
}

function floating(operator: Operator, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) fail('division by zero')
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
}

/** Numerator and denominator. */
type Fraction = readonly [bigint, bigint]

function fraction(value: Value, type: LogicalType): Fraction {
  return [BigInt(value as Number_), 10n ** BigInt(type.kind === 'DECIMAL' ? type.scale : 0)]
}

function decimal(operator: Operator, [a, b]: Fraction, [c, d]: Fraction, scale: number): bigint {
  const rounded = (numerator: bigint, denominator: bigint): bigint =>
    divideRounding(numerator * 10n ** BigInt(scale), denominator)
  if ((operator === '/' || operator === '%') && c === 0n) fail('division by zero')
  switch (operator) {
    case '+':
      return rounded(a * d + c * b, b * d)
    case '-':
      return rounded(a * d - c * b, b * d)
    case '*':
      return rounded(a * c, b * d)
    case '/':
      return rounded(a * d, b * c)
    case '%':
      return rounded((a * d) % (c * b), b * d)
  }
}

const dayMicros = 86_400_000_000n

/** Days of the years 0000 to 9999, the only ones there are. */
const firstDay = BigInt(daysFromDate(0, 1, 1))
const lastDay = BigInt(daysFromDate(9999, 12, 31))

function temporal(
  operator: Operator,
  left: Number_,
  leftType: LogicalType,
  right: Number_,
  rightType: LogicalType,
  type: LogicalType,
): Value {
  if (type.kind === 'INTERVAL_MICROS' || type.kind === 'INTERVAL_MONTHS') {
    const result = whole(operator, BigInt(left), BigInt(right))
    return type.kind === 'INTERVAL_MONTHS' ? Number(result) : result
  }
  const start = leftType.kind === 'DATE' ? BigInt(left) * dayMicros : BigInt(left)
  const amount = operator === '-' ? -BigInt(right) : BigInt(right)
  const result = rightType.kind === 'INTERVAL_MONTHS' ? plusMonths(start, Number(amount)) : start + amount
  const days = floor(result, dayMicros)
  const timeOfDay = result - days * dayMicros
  if (type.kind === 'TIME') return Number(cut(timeOfDay, type.precision))
  if (days < firstDay || days > lastDay) fail('out of range')
  if (type.kind === 'DATE') return Number(days)
  if (type.kind === 'TIMESTAMP' || type.kind === 'TIMESTAMP_LTZ') return cut(result, type.precision)
  throw new Error(`no date or time: ${type.kind}`)
}

/** The day of month at most the month's last. */
function plusMonths(micros: bigint, months: number): bigint {
  const days = floor(micros, dayMicros)
  const { year, month, day } = dateFromDays(Number(days))
  const total = year * 12 + month - 1 + months
  const [newYear, newMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1]
  const newDay = Math.min(day, daysInMonth(newYear, newMonth))
  return BigInt(daysFromDate(newYear, newMonth, newDay)) * dayMicros + (micros - days * dayMicros)
}

function floor(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n)
}

function cut(micros: bigint, precision: number): bigint {
  const unit = 10n ** BigInt(6 - precision)
  return floor(micros, unit) * unit
}

/** Not NULL. */
export function negate(value: Value, type: LogicalType): Value {
  if (isInteger(type)) return integer(-BigInt(value as Number_), type.kind)
  return typeof value === 'bigint' ? -value : -(value as number)
}

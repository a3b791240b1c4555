/**
 * What types become of each other without anybody writing a CAST, and the result types of arithmetic; both as in Flink SQL
 * (its `LogicalTypeMerging`). Only numbers widen among each other; text, and date and time types widen within their own kind.
 */
import type { LogicalType, RowField } from './logical.ts'
import { type DecimalType, type NumericType, integerRanges, isInteger, isNumeric, isText } from './families.ts'
import { sameType } from './same.ts'

export const decimalPrecisionMax = 38
/** A result that has too many digits loses fraction digits, but keeps so many. */
const adjustedScaleMin = 6

/** The type that both widen to, or null: the checker then asks for a CAST. Symmetric. */
export function commonType(left: LogicalType, right: LogicalType): LogicalType | null {
  if (sameType(left, right)) return left
  if (isNumeric(left) && isNumeric(right)) return commonNumericType(left, right)
  if (isText(left) && isText(right)) {
    if (left.kind === 'STRING' || right.kind === 'STRING') return { kind: 'STRING' }
    return { kind: 'VARCHAR', length: Math.max(left.length, right.length) }
  }
  if (left.kind === 'TIME' || left.kind === 'TIMESTAMP' || left.kind === 'TIMESTAMP_LTZ') {
    return right.kind === left.kind ? { kind: left.kind, precision: Math.max(left.precision, right.precision) } : null
  }
  if (left.kind === 'ARRAY' && right.kind === 'ARRAY') {
    const element = commonType(left.element, right.element)
    return element && { kind: 'ARRAY', element }
  }
  if (left.kind === 'MAP' && right.kind === 'MAP') {
    const value = commonType(left.value, right.value)
    return value && { kind: 'MAP', value }
  }
  return left.kind === 'ROW' && right.kind === 'ROW' ? commonRow(left.fields, right.fields) : null
}

/** Fields pair by place and must have the same names. */
function commonRow(left: readonly RowField[], right: readonly RowField[]): LogicalType | null {
  if (left.length !== right.length) return null
  const fields: RowField[] = []
  for (const [index, { name, type }] of left.entries()) {
    const common = name === right[index].name ? commonType(type, right[index].type) : null
    if (common === null) return null
    fields.push({ name, type: common })
  }
  return { kind: 'ROW', fields }
}

/** Whether a value of `from` may stand where `to` is asked for, without a CAST. */
export function widens(from: LogicalType, to: LogicalType): boolean {
  const common = commonType(from, to)
  return common !== null && sameType(common, to)
}

/** The same where a column takes what an expression gives: the fields of a ROW go by place there, whatever their names. */
export function widensByPlace(from: LogicalType, to: LogicalType): boolean {
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return widensByPlace(from.element, to.element)
  if (from.kind === 'MAP' && to.kind === 'MAP') return widensByPlace(from.value, to.value)
  if (from.kind !== 'ROW' || to.kind !== 'ROW') return widens(from, to)
  const { fields } = to
  return (
    from.fields.length === fields.length && from.fields.every(({ type }, at) => widensByPlace(type, fields[at].type))
  )
}

function commonNumericType(left: NumericType, right: NumericType): NumericType {
  if (left.kind === 'DOUBLE' || right.kind === 'DOUBLE') return { kind: 'DOUBLE' }
  if (left.kind === 'FLOAT' || right.kind === 'FLOAT') {
    return { kind: left.kind === 'DECIMAL' || right.kind === 'DECIMAL' ? 'DOUBLE' : 'FLOAT' }
  }
  if (isInteger(left) && isInteger(right)) {
    return integerRanges[left.kind].digits > integerRanges[right.kind].digits ? left : right
  }
  const a = decimalOf(left)
  const b = decimalOf(right)
  const scale = Math.max(a.scale, b.scale)
  return adjusted(Math.max(a.precision - a.scale, b.precision - b.scale) + scale, scale)
}

/** The DECIMAL that holds every value of an exact number type. */
export function decimalOf(type: Exclude<NumericType, { readonly kind: 'FLOAT' | 'DOUBLE' }>): DecimalType {
  return type.kind === 'DECIMAL' ? type : { kind: 'DECIMAL', precision: integerRanges[type.kind].digits, scale: 0 }
}

/**
 * The type of `left operator right` over numbers, and the type each side is cast to first: the common one, but that DECIMALs
 * keep their own precision and scale. Integers divide to integers.
 */
export function arithmeticTypes(
  operator: '+' | '-' | '*' | '/' | '%',
  left: NumericType,
  right: NumericType,
): { readonly result: NumericType; readonly left: NumericType; readonly right: NumericType } {
  const common = commonNumericType(left, right)
  if (common.kind !== 'DECIMAL') return { result: common, left: common, right: common }
  const a = decimalOf(left as DecimalType)
  const b = decimalOf(right as DecimalType)
  return { result: decimalResult(operator, a, b), left: a, right: b }
}

/** The DECIMAL that an operation on two DECIMALs gives: SQL's digits, at most 38 of them. */
export function decimalResult(operator: '+' | '-' | '*' | '/' | '%', a: DecimalType, b: DecimalType): DecimalType {
  const scaleMax = Math.max(a.scale, b.scale)
  switch (operator) {
    case '+':
    case '-':
      return adjusted(Math.max(a.precision - a.scale, b.precision - b.scale) + scaleMax + 1, scaleMax)
    case '*':
      return adjusted(a.precision + b.precision + 1, a.scale + b.scale)
    case '/': {
      const scale = Math.max(adjustedScaleMin, a.scale + b.precision + 1)
      return adjusted(a.precision - a.scale + b.scale + scale, scale)
    }
    case '%':
      return adjusted(Math.min(a.precision - a.scale, b.precision - b.scale) + scaleMax, scaleMax)
  }
}

function adjusted(precision: number, scale: number): DecimalType {
  if (precision <= decimalPrecisionMax) return { kind: 'DECIMAL', precision: Math.max(precision, 1), scale }
  const scaleKept = Math.max(decimalPrecisionMax - (precision - scale), Math.min(scale, adjustedScaleMin))
  return { kind: 'DECIMAL', precision: decimalPrecisionMax, scale: scaleKept }
}

/** Numbers brought to whole ones. */
import { floorDivide } from '../../types/datetime/calendar.ts'
import { powerOfTen } from '../../types/decimal.ts'
import type { LogicalType } from '../../types/logical.ts'
import type { ScalarFunction } from '../definition.ts'

/** DECIMALs lose their fraction's digits; other numbers keep their type. */
export function wholeType([type]: readonly LogicalType[]): LogicalType {
  return type.kind === 'DECIMAL' ? { kind: 'DECIMAL', precision: type.precision, scale: 0 } : type
}

/** The largest whole number that is not larger. */
export function floorOf(type: LogicalType): ScalarFunction {
  if (type.kind === 'DECIMAL') return (value) => floorDivide(value as bigint, powerOfTen(type.scale))
  return (value) => (type.kind === 'FLOAT' || type.kind === 'DOUBLE' ? Math.floor(value as number) : value)
}

/** The smallest whole number that is not smaller. */
export function ceilingOf(type: LogicalType): ScalarFunction {
  if (type.kind === 'DECIMAL') return (value) => -floorDivide(-(value as bigint), powerOfTen(type.scale))
  return (value) => (type.kind === 'FLOAT' || type.kind === 'DOUBLE' ? Math.ceil(value as number) : value)
}

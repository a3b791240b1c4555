/** Groups of types that rules speak of: integers, numbers, text, date and time. */
import type { LogicalType, TypeKind } from './logical.ts'

export type IntegerKind = 'TINYINT' | 'SMALLINT' | 'INT' | 'BIGINT'
export type IntegerType = Extract<LogicalType, { readonly kind: IntegerKind }>
export type NumericType = Extract<LogicalType, { readonly kind: IntegerKind | 'DECIMAL' | 'FLOAT' | 'DOUBLE' }>
export type TextType = Extract<LogicalType, { readonly kind: 'STRING' | 'VARCHAR' }>
export type TemporalKind = 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_LTZ'
export type TemporalType = Extract<LogicalType, { readonly kind: TemporalKind }>
export type NestedType = Extract<LogicalType, { readonly kind: 'ARRAY' | 'MAP' | 'ROW' }>
export type DecimalType = Extract<LogicalType, { readonly kind: 'DECIMAL' }>

export interface IntegerRange {
  readonly min: bigint
  readonly max: bigint
  /** How many decimal digits its largest value has. */
  readonly digits: number
}

export const integerRanges: Readonly<Record<IntegerKind, IntegerRange>> = {
  TINYINT: { min: -128n, max: 127n, digits: 3 },
  SMALLINT: { min: -32768n, max: 32767n, digits: 5 },
  INT: { min: -2147483648n, max: 2147483647n, digits: 10 },
  BIGINT: { min: -9223372036854775808n, max: 9223372036854775807n, digits: 19 },
}

const integerKinds: ReadonlySet<TypeKind> = new Set(['TINYINT', 'SMALLINT', 'INT', 'BIGINT'])
const temporalKinds: ReadonlySet<TypeKind> = new Set(['DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP_LTZ'])

export function isInteger(type: LogicalType): type is IntegerType {
  return integerKinds.has(type.kind)
}

export function isNumeric(type: LogicalType): type is NumericType {
  return isInteger(type) || type.kind === 'DECIMAL' || type.kind === 'FLOAT' || type.kind === 'DOUBLE'
}

export function isText(type: LogicalType): type is TextType {
  return type.kind === 'STRING' || type.kind === 'VARCHAR'
}

export function isTemporal(type: LogicalType): type is TemporalType {
  return temporalKinds.has(type.kind)
}

export function isNested(type: LogicalType): type is NestedType {
  return type.kind === 'ARRAY' || type.kind === 'MAP' || type.kind === 'ROW'
}

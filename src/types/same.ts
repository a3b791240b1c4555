/** Equality of logical types: kind and every parameter; fields of a ROW by name and order. */
import type { LogicalType } from './logical.ts'

export function sameType(left: LogicalType, right: LogicalType): boolean {
  switch (left.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'STRING':
    case 'BYTES':
    case 'DATE':
    case 'JSON':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return left.kind === right.kind
    case 'DECIMAL':
      return right.kind === left.kind && right.precision === left.precision && right.scale === left.scale
    case 'VARCHAR':
      return right.kind === left.kind && right.length === left.length
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return right.kind === left.kind && right.precision === left.precision
    case 'ARRAY':
      return right.kind === left.kind && sameType(left.element, right.element)
    case 'MAP':
      return right.kind === left.kind && sameType(left.value, right.value)
    case 'ROW':
      return (
        right.kind === left.kind &&
        right.fields.length === left.fields.length &&
        left.fields.every(
          (field, index) => field.name === right.fields[index].name && sameType(field.type, right.fields[index].type),
        )
      )
  }
}

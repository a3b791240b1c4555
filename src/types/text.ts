/** Logical types as SQL writes them: `DECIMAL(18, 2)`, `ARRAY<INT>`, `ROW<a INT, b STRING>`. */
import type { LogicalType } from './logical.ts'

export function typeText(type: LogicalType): string {
  switch (type.kind) {
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
      return type.kind
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'VARCHAR':
      return `VARCHAR(${type.length})`
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `${type.kind}(${type.precision})`
    case 'ARRAY':
      return `ARRAY<${typeText(type.element)}>`
    case 'MAP':
      return `MAP<STRING, ${typeText(type.value)}>`
    case 'ROW':
      return `ROW<${type.fields.map((field) => `${fieldName(field.name)} ${typeText(field.type)}`).join(', ')}>`
    case 'INTERVAL_MONTHS':
      return 'INTERVAL MONTH'
    case 'INTERVAL_MICROS':
      return 'INTERVAL SECOND'
  }
}

function fieldName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``
}

/** Logical types, and names, as SQL writes them: `DECIMAL(18, 2)`, `ARRAY<INT>`, `ROW<a INT, b STRING>`. */
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
      return `ROW<${type.fields.map((field) => `${nameText(field.name)} ${typeText(field.type)}`).join(', ')}>`
    case 'INTERVAL_MONTHS':
      return 'INTERVAL MONTH'
    case 'INTERVAL_MICROS':
      return 'INTERVAL SECOND'
  }
}

/** The grammar's, which is not read here; a test holds the two the same. */
const reservedWords = new Set(
  (
    'ALL AND AS BETWEEN CASE CAST CHECK CONSTRAINT CREATE DISTINCT ELSE END EXISTS FALSE FROM IN IS LIKE NOT NULL OR SELECT ' +
    'THEN TRUE WHEN WHERE WITH'
  ).split(' '),
)

/** A name as SQL writes it: in backticks unless it is one word, and none that is reserved. */
export function nameText(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !reservedWords.has(name.toUpperCase())
  return isPlain ? name : quotedName(name)
}

/** Any name in backticks, as Sluice, Hive and Flink read it. */
export function quotedName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

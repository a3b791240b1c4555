/** Values as text (CAST to STRING, messages, constants in SQL) and as JSON. */
import type { LogicalType } from '../logical.ts'
import type { Value } from '../value.ts'
import { decimalText } from '../decimal.ts'
import { doubleText, floatText } from '../float-text.ts'
import { sqlDatetimeText } from '../datetime/write.ts'
import { type Zone, utc } from '../zones.ts'

/**
 * The text that a value, not NULL, has as STRING: numbers with all their digits, dates and times in SQL's form with the type's
 * digits of the fraction, nested values as JSON. Bytes are hexadecimal here; CAST decodes them as UTF-8.
 * @param zone in which an instant is shown; without one it is UTC, and says so with a `Z`
 */
export function valueText(value: Value, type: LogicalType, zone: Zone | null = null): string {
  switch (type.kind) {
    case 'BOOLEAN':
      return value === true ? 'true' : 'false'
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
    case 'STRING':
    case 'VARCHAR':
    case 'JSON':
      return String(value as string | number | bigint)
    case 'FLOAT':
      return floatText(value as number)
    case 'DOUBLE':
      return doubleText(value as number)
    case 'DECIMAL':
      return decimalText(value as bigint, type.scale)
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('hex')
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return sqlDatetimeText(value as number | bigint, type, utc)
    case 'TIMESTAMP_LTZ':
      return sqlDatetimeText(value as bigint, type, zone ?? utc) + (zone === null ? 'Z' : '')
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      return valueToJsonText(value, type)
  }
}

/**
 * A value as compact JSON, as Flink's JSON format writes it: numbers as numbers with all their digits, bytes as BASE64, dates and
 * times as SQL text (instants in UTC with a `Z`). NULL is `null`; a JSON value stands as it is.
 */
export function valueToJsonText(value: Value, type: LogicalType): string {
  if (value === null) return 'null'
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'BIGINT':
    case 'DECIMAL':
    case 'JSON':
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      return valueText(value, type)
    case 'FLOAT':
      return numberText(Number(floatText(value as number)))
    case 'DOUBLE':
      return numberText(value as number)
    case 'STRING':
    case 'VARCHAR':
      return textInJson(value as string)
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `"${valueText(value, type)}"`
    case 'BYTES':
      return `"${Buffer.from(value as Uint8Array).toString('base64')}"`
    case 'ARRAY':
      return `[${(value as readonly Value[]).map((part) => valueToJsonText(part, type.element)).join(',')}]`
    case 'MAP':
      return `{${[...(value as ReadonlyMap<string, Value>)]
        .map(([key, part]) => `${textInJson(key)}:${valueToJsonText(part, type.value)}`)
        .join(',')}}`
    case 'ROW':
      return `{${type.fields
        .map(
          (field, at) =>
            `${JSON.stringify(field.name)}:${valueToJsonText((value as readonly Value[])[at], field.type)}`,
        )
        .join(',')}}`
  }
}

/** A lone surrogate, which no column of text holds, becomes U+FFFD as it does there. */
function textInJson(text: string): string {
  return JSON.stringify(text.toWellFormed())
}

/** As JSON has numbers: of the two zeros, too, each comes back. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value)
}

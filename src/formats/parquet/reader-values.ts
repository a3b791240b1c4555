/** Physical values as hyparquet gives them without annotations -> scalar values (`types/value.ts`). */
import type { LogicalType } from '../../types/logical.ts'
import type { Value } from '../../types/value.ts'
import type { TimestampUnit } from './schema.ts'

/** Lists are `{ list: [{ element }] }`, maps `{ key_value: [{ key, value }] }`, rows objects of their fields. */
export function logicalValue(type: LogicalType, physical: unknown, unit: TimestampUnit): Value {
  if (physical === null || physical === undefined) return null
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
    case 'FLOAT':
    case 'DOUBLE':
    case 'DATE':
    case 'BYTES':
      return physical as Value
    case 'BIGINT':
      return physical as bigint
    case 'TIME':
      return Number(physical)
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return unit === 'millis' ? (physical as bigint) * 1_000n : (physical as bigint)
    case 'DECIMAL':
      return physical instanceof Uint8Array ? bigEndian(physical) : BigInt(physical as number | bigint)
    case 'STRING':
    case 'VARCHAR':
    case 'JSON':
      return text(physical as Uint8Array)
    case 'ARRAY': {
      const { list } = physical as { list: readonly { element?: unknown }[] }
      return list.map(({ element }) => logicalValue(type.element, element, unit))
    }
    case 'MAP': {
      const { key_value: members } = physical as { key_value: readonly { key: Uint8Array; value?: unknown }[] }
      return new Map(members.map(({ key, value }) => [text(key), logicalValue(type.value, value, unit)]))
    }
    case 'ROW': {
      const fields = new Map(Object.entries(physical as object))
      return type.fields.map((field) => logicalValue(field.type, fields.get(field.name), unit))
    }
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      throw new Error(`${type.kind} is not the type of a column`)
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
}

/** Two's complement. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(bytes.length * 8, value)
}

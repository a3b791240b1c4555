/**
 * The one table from logical types to physical ones: Avro, Parquet, Hive, Flink, JSON Schema. Avro follows Flink's mapping
 * (`avro.timestamp_mapping.legacy` = false), https://avro.apache.org/docs/1.12.0/specification/#logical-types ; Parquet
 * https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
import { integerRanges } from './families.ts'
import type { LogicalType, TypeKind } from './logical.ts'
import { quotedName, typeText } from './text.ts'

export type AvroSchema = string | readonly AvroSchema[] | { readonly [key: string]: unknown }

export type ParquetType =
  | { readonly group: 'value'; readonly physical: ParquetPhysical; readonly logical: ParquetLogical | null }
  /** Three levels: `list`, repeated `list.element`. */
  | { readonly group: 'list'; readonly element: ParquetType }
  /** `map`, repeated `key_value` of a required STRING `key` and an optional `value`. */
  | { readonly group: 'map'; readonly value: ParquetType }
  | { readonly group: 'row'; readonly fields: readonly { readonly name: string; readonly type: ParquetType }[] }

export type ParquetPhysical =
  | { readonly kind: 'BOOLEAN' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BYTE_ARRAY' }
  | { readonly kind: 'FIXED_LEN_BYTE_ARRAY'; readonly lengthBytes: number }

export type ParquetLogical =
  | { readonly kind: 'STRING' | 'JSON' | 'DATE' }
  | { readonly kind: 'INTEGER'; readonly bitWidth: 8 | 16 | 32 | 64; readonly isSigned: true }
  | { readonly kind: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'TIME' | 'TIMESTAMP'; readonly unit: 'MICROS'; readonly isAdjustedToUTC: boolean }

export type JsonSchema = { readonly [key: string]: unknown }

/** What one kind of type is elsewhere; all for a value that is not NULL. */
interface Mapping<Type extends LogicalType> {
  /** @param name for the record that a ROW becomes */
  readonly avro: (type: Type, name: string) => AvroSchema
  readonly parquet: (type: Type) => ParquetType
  readonly hive: (type: Type) => string
  readonly flink: (type: Type) => string
  readonly jsonSchema: (type: Type) => JsonSchema
}

const mappings: { readonly [Kind in TypeKind]: Mapping<Extract<LogicalType, { readonly kind: Kind }>> } = {
  BOOLEAN: {
    avro: () => 'boolean',
    parquet: () => parquetValue('BOOLEAN'),
    hive: () => 'BOOLEAN',
    flink: typeText,
    jsonSchema: () => ({ type: 'boolean' }),
  },
  TINYINT: integer('TINYINT', 'int', 'TINYINT', 8),
  SMALLINT: integer('SMALLINT', 'int', 'SMALLINT', 16),
  INT: integer('INT', 'int', 'INT', 32),
  BIGINT: integer('BIGINT', 'long', 'BIGINT', 64),
  FLOAT: {
    avro: () => 'float',
    parquet: () => parquetValue('FLOAT'),
    hive: () => 'FLOAT',
    flink: typeText,
    jsonSchema: () => ({ type: 'number' }),
  },
  DOUBLE: {
    avro: () => 'double',
    parquet: () => parquetValue('DOUBLE'),
    hive: () => 'DOUBLE',
    flink: typeText,
    jsonSchema: () => ({ type: 'number' }),
  },
  DECIMAL: {
    avro: ({ precision, scale }) => ({ type: 'bytes', logicalType: 'decimal', precision, scale }),
    parquet: ({ precision, scale }) => ({
      group: 'value',
      physical: decimalPhysical(precision),
      logical: { kind: 'DECIMAL', precision, scale },
    }),
    hive: ({ precision, scale }) => `DECIMAL(${precision},${scale})`,
    flink: typeText,
    jsonSchema: () => ({ type: 'number' }),
  },
  STRING: text(
    () => 'STRING',
    () => ({ type: 'string' }),
  ),
  VARCHAR: text<Extract<LogicalType, { readonly kind: 'VARCHAR' }>>(
    ({ length }) => (length <= hiveVarcharMax ? `VARCHAR(${length})` : 'STRING'),
    ({ length }) => ({ type: 'string', maxLength: length }),
  ),
  BYTES: {
    avro: () => 'bytes',
    parquet: () => parquetValue('BYTE_ARRAY'),
    hive: () => 'BINARY',
    flink: typeText,
    jsonSchema: () => ({ type: 'string', contentEncoding: 'base64' }),
  },
  DATE: {
    avro: () => ({ type: 'int', logicalType: 'date' }),
    parquet: () => parquetValue('INT32', { kind: 'DATE' }),
    hive: () => 'DATE',
    flink: typeText,
    jsonSchema: () => ({ type: 'string', format: 'date' }),
  },
  TIME: {
    avro: ({ precision }) =>
      precision <= 3 ? { type: 'int', logicalType: 'time-millis' } : { type: 'long', logicalType: 'time-micros' },
    parquet: () => parquetValue('INT64', { kind: 'TIME', unit: 'MICROS', isAdjustedToUTC: false }),
    // Hive has no type for a time of day: microseconds since midnight, as the file holds them.
    hive: () => 'BIGINT',
    flink: typeText,
    jsonSchema: () => ({ type: 'string', pattern: String.raw`^\d\d:\d\d:\d\d(\.\d+)?$` }),
  },
  TIMESTAMP: {
    avro: ({ precision }) => ({ type: 'long', logicalType: `local-timestamp-${avroUnit(precision)}` }),
    parquet: () => parquetValue('INT64', { kind: 'TIMESTAMP', unit: 'MICROS', isAdjustedToUTC: false }),
    hive: () => 'TIMESTAMP',
    flink: typeText,
    jsonSchema: () => ({ type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$` }),
  },
  TIMESTAMP_LTZ: {
    avro: ({ precision }) => ({ type: 'long', logicalType: `timestamp-${avroUnit(precision)}` }),
    parquet: () => parquetValue('INT64', { kind: 'TIMESTAMP', unit: 'MICROS', isAdjustedToUTC: true }),
    hive: () => 'TIMESTAMP',
    flink: typeText,
    jsonSchema: () => ({ type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?Z$` }),
  },
  JSON: {
    avro: () => 'string',
    parquet: () => parquetValue('BYTE_ARRAY', { kind: 'JSON' }),
    hive: () => 'STRING',
    flink: () => 'STRING',
    jsonSchema: () => ({}),
  },
  ARRAY: {
    avro: ({ element }, name) => ({ type: 'array', items: nullableAvroType(element, name) }),
    parquet: ({ element }) => ({ group: 'list', element: parquetType(element) }),
    hive: ({ element }) => `ARRAY<${hiveType(element)}>`,
    flink: ({ element }) => `ARRAY<${flinkType(element)}>`,
    jsonSchema: ({ element }) => ({ type: 'array', items: nullableJsonSchema(element) }),
  },
  MAP: {
    avro: ({ value }, name) => ({ type: 'map', values: nullableAvroType(value, name) }),
    parquet: ({ value }) => ({ group: 'map', value: parquetType(value) }),
    hive: ({ value }) => `MAP<STRING,${hiveType(value)}>`,
    flink: ({ value }) => `MAP<STRING, ${flinkType(value)}>`,
    jsonSchema: ({ value }) => ({ type: 'object', additionalProperties: nullableJsonSchema(value) }),
  },
  ROW: {
    avro: ({ fields }, name) => ({
      type: 'record',
      name,
      fields: fields.map((field) => ({
        name: field.name,
        type: nullableAvroType(field.type, `${name}_${field.name}`),
        default: null,
      })),
    }),
    parquet: ({ fields }) => ({
      group: 'row',
      fields: fields.map((field) => ({ name: field.name, type: parquetType(field.type) })),
    }),
    hive: ({ fields }) =>
      `STRUCT<${fields.map((field) => `${quotedName(field.name)}:${hiveType(field.type)}`).join(',')}>`,
    flink: ({ fields }) =>
      `ROW<${fields.map((field) => `${quotedName(field.name)} ${flinkType(field.type)}`).join(', ')}>`,
    jsonSchema: ({ fields }) => ({
      type: 'object',
      properties: Object.fromEntries(fields.map((field) => [field.name, nullableJsonSchema(field.type)])),
    }),
  },
  INTERVAL_MONTHS: nowhere(),
  INTERVAL_MICROS: nowhere(),
}

/** Hive's VARCHAR is shorter than Flink's. */
const hiveVarcharMax = 65_535

function integer(
  kind: keyof typeof integerRanges,
  avro: 'int' | 'long',
  hive: string,
  bitWidth: 8 | 16 | 32 | 64,
): Mapping<LogicalType> {
  const { min, max } = integerRanges[kind]
  return {
    avro: () => avro,
    parquet: () => parquetValue(bitWidth === 64 ? 'INT64' : 'INT32', { kind: 'INTEGER', bitWidth, isSigned: true }),
    hive: () => hive,
    flink: typeText,
    // The bounds of BIGINT are no doubles: a schema that named them would name others.
    jsonSchema: () =>
      kind === 'BIGINT' ? { type: 'integer' } : { type: 'integer', minimum: Number(min), maximum: Number(max) },
  }
}

function text<Type extends LogicalType>(
  hive: (type: Type) => string,
  jsonSchema: (type: Type) => JsonSchema,
): Mapping<Type> {
  return {
    avro: () => 'string',
    parquet: () => parquetValue('BYTE_ARRAY', { kind: 'STRING' }),
    hive,
    flink: typeText,
    jsonSchema,
  }
}

/** Intervals exist in expressions only; the checker lets none become a column. */
function nowhere(): Mapping<LogicalType> {
  const refuse = (type: LogicalType): never => {
    throw new Error(`${typeText(type)} is not the type of a column`)
  }
  return { avro: refuse, parquet: refuse, hive: refuse, flink: refuse, jsonSchema: refuse }
}

function parquetValue(
  kind: Exclude<ParquetPhysical['kind'], 'FIXED_LEN_BYTE_ARRAY'>,
  logical: ParquetLogical | null = null,
): ParquetType {
  return { group: 'value', physical: { kind }, logical }
}

function decimalPhysical(precision: number): ParquetPhysical {
  if (precision <= 9) return { kind: 'INT32' }
  if (precision <= 18) return { kind: 'INT64' }
  return { kind: 'FIXED_LEN_BYTE_ARRAY', lengthBytes: decimalBytes(precision) }
}

/** The fewest bytes whose two's complement holds every number of so many digits. */
export function decimalBytes(precision: number): number {
  return Math.ceil((precision * Math.log2(10) + 1) / 8)
}

function avroUnit(precision: number): 'millis' | 'micros' {
  return precision <= 3 ? 'millis' : 'micros'
}

function mappingOf(type: LogicalType): Mapping<LogicalType> {
  return mappings[type.kind] as Mapping<LogicalType>
}

/** For a value that is not NULL. `name` names the record that a ROW becomes; the ROWs inside are `<name>_<field>`. */
export function avroType(type: LogicalType, name: string): AvroSchema {
  return mappingOf(type).avro(type, name)
}

/** `["null", t]`; its field's default is null. */
export function nullableAvroType(type: LogicalType, name: string): AvroSchema {
  return ['null', avroType(type, name)]
}

export function parquetType(type: LogicalType): ParquetType {
  return mappingOf(type).parquet(type)
}

/** As in Hive's DDL, for files that hold `parquetType`, or text. */
export function hiveType(type: LogicalType): string {
  return mappingOf(type).hive(type)
}

/** As in Flink's DDL. */
export function flinkType(type: LogicalType): string {
  return mappingOf(type).flink(type)
}

/** For a value that is not NULL, as the JSON format writes it. */
export function jsonSchemaOf(type: LogicalType): JsonSchema {
  return mappingOf(type).jsonSchema(type)
}

export function nullableJsonSchema(type: LogicalType): JsonSchema {
  const schema = jsonSchemaOf(type)
  return 'type' in schema ? { ...schema, type: [schema.type, 'null'] } : schema
}

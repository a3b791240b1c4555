/** What a column is in a Parquet file: physical type, annotations, and how its values are taken. */
import type { OutputColumn } from '../../engine/ports.ts'
import type { LogicalType } from '../../types/logical.ts'
import { BooleanValues } from './boolean-values.ts'
import { BytesValues } from './bytes-values.ts'
import { convertedNumber, make, physicalNumber } from './container.ts'
import type { PhysicalType, ThriftStruct } from './container.ts'
import type { PageValues } from './values.ts'
import * as kinds from './word-kinds.ts'
import type { WordKind } from './word-kinds.ts'
import { WordValues } from './word-values.ts'

export interface TimestampUnit {
  readonly timestampUnit: 'micros' | 'millis'
}

interface ParquetType {
  readonly physical: PhysicalType
  readonly typeLength?: number
  /** The older annotation, for older readers. */
  readonly converted?: string
  readonly logical?: ThriftStruct
  readonly decimal?: { readonly precision: number; readonly scale: number }
  readonly values: (limits: PageLimits) => PageValues
}

export interface PageLimits {
  readonly pageRows: number
  readonly pageBytes: number
}

export interface ParquetColumn extends ParquetType {
  readonly name: string
  readonly optional: boolean
}

export function parquetColumn(column: OutputColumn, options: TimestampUnit): ParquetColumn {
  return { name: column.name, optional: column.nullable, ...parquetType(column.name, column.type, options) }
}

/** The schema elements of the footer, the root first. */
export function schemaElements(columns: readonly ParquetColumn[]): ThriftStruct[] {
  const root = make('SchemaElement', { name: 'schema', num_children: columns.length })
  return [root, ...columns.map(schemaElement)]
}

function schemaElement(column: ParquetColumn): ThriftStruct {
  return make('SchemaElement', {
    name: column.name,
    type: physicalNumber[column.physical],
    type_length: column.typeLength,
    repetition_type: column.optional ? 1 : 0,
    converted_type: column.converted === undefined ? undefined : convertedNumber(column.converted),
    precision: column.decimal?.precision,
    scale: column.decimal?.scale,
    logicalType: column.logical,
  })
}

function parquetType(name: string, type: LogicalType, options: TimestampUnit): ParquetType {
  switch (type.kind) {
    case 'BOOLEAN':
      return { physical: 'BOOLEAN', values: ({ pageRows }) => new BooleanValues(pageRows) }
    case 'TINYINT':
      return { ...int32Type(kinds.int32), ...integer(8) }
    case 'SMALLINT':
      return { ...int32Type(kinds.int32), ...integer(16) }
    case 'INT':
      return { ...int32Type(kinds.int32), ...integer(32) }
    case 'BIGINT':
      return { ...int64Type(kinds.int64), ...integer(64) }
    case 'FLOAT':
      return { physical: 'FLOAT', values: () => new WordValues(kinds.float) }
    case 'DOUBLE':
      return { physical: 'DOUBLE', values: () => new WordValues(kinds.double) }
    case 'DECIMAL':
      return decimalType(type)
    case 'STRING':
    case 'VARCHAR':
      return { ...bytesType(), converted: 'UTF8', logical: make('LogicalType', { STRING: make('StringType') }) }
    case 'JSON':
      return { ...bytesType(), converted: 'JSON', logical: make('LogicalType', { JSON: make('JsonType') }) }
    case 'BYTES':
      return bytesType()
    case 'DATE':
      return {
        ...int32Type(kinds.int32),
        converted: 'DATE',
        logical: make('LogicalType', { DATE: make('DateType') }),
      }
    case 'TIME':
      return {
        ...int64Type(kinds.int64),
        converted: 'TIME_MICROS',
        logical: make('LogicalType', { TIME: make('TimeType', { isAdjustedToUTC: false, unit: unitOf('micros') }) }),
      }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampType(type.kind === 'TIMESTAMP_LTZ', options)
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      throw new Error(`column ${name}: ${type.kind} cannot be written to Parquet yet`)
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      throw new Error(`column ${name}: intervals exist in expressions only`)
  }
}

function int32Type(kind: WordKind): ParquetType {
  return { physical: 'INT32', values: () => new WordValues(kind) }
}

function int64Type(kind: WordKind): ParquetType {
  return { physical: 'INT64', values: () => new WordValues(kind) }
}

function bytesType(): ParquetType {
  return { physical: 'BYTE_ARRAY', values: ({ pageBytes }) => new BytesValues(pageBytes) }
}

function integer(bits: number): Pick<ParquetType, 'converted' | 'logical'> {
  return {
    converted: `INT_${bits}`,
    logical: make('LogicalType', { INTEGER: make('IntType', { bitWidth: bits, isSigned: true }) }),
  }
}

function decimalType(type: { readonly precision: number; readonly scale: number }): ParquetType {
  const { precision, scale } = type
  const annotations = {
    converted: 'DECIMAL',
    logical: make('LogicalType', { DECIMAL: make('DecimalType', { precision, scale }) }),
    decimal: { precision, scale },
  }
  if (precision <= 9) return { ...int32Type(kinds.int32OfInt64), ...annotations }
  if (precision <= 18) return { ...int64Type(kinds.int64), ...annotations }
  const bytes = fixedDecimalBytes(precision)
  const kind = kinds.fixedDecimal(bytes)
  return { physical: 'FIXED_LEN_BYTE_ARRAY', typeLength: bytes, values: () => new WordValues(kind), ...annotations }
}

/** The fewest bytes whose two's complement holds every value of `precision` digits. */
export function fixedDecimalBytes(precision: number): number {
  let bytes = 1
  while (2n ** BigInt(8 * bytes - 1) < 10n ** BigInt(precision)) bytes++
  return bytes
}

/** The older annotation goes with zoneless timestamps too, as LogicalTypes.md of parquet-format demands. */
function timestampType(isAdjustedToUTC: boolean, { timestampUnit }: TimestampUnit): ParquetType {
  const unit = unitOf(timestampUnit)
  return {
    ...int64Type(timestampUnit === 'micros' ? kinds.int64 : kinds.millisOfMicros),
    converted: timestampUnit === 'micros' ? 'TIMESTAMP_MICROS' : 'TIMESTAMP_MILLIS',
    logical: make('LogicalType', { TIMESTAMP: make('TimestampType', { isAdjustedToUTC, unit }) }),
  }
}

function unitOf(unit: 'micros' | 'millis'): ThriftStruct {
  return unit === 'micros'
    ? make('TimeUnit', { MICROS: make('MicroSeconds') })
    : make('TimeUnit', { MILLIS: make('MilliSeconds') })
}

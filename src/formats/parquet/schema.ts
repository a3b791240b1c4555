/** What a column is in a Parquet file: physical type and annotations (of `types/mapping.ts`) in Thrift, and how its values are taken. */
import { columnKindOf } from '../../engine/column.ts'
import type { OutputColumn } from '../../engine/ports.ts'
import { parquetType } from '../../types/mapping.ts'
import type { ParquetLogical, ParquetPhysical } from '../../types/mapping.ts'
import { BooleanValues } from './boolean-values.ts'
import { BytesValues } from './bytes-values.ts'
import { convertedNumber, make, physicalNumber } from './container.ts'
import type { ThriftStruct } from './container.ts'
import type { PageLimits, PageValues } from './values.ts'
import * as kinds from './word-kinds.ts'
import { WordValues } from './word-values.ts'

export type TimestampUnit = 'micros' | 'millis'

export interface ParquetColumn {
  readonly name: string
  readonly optional: boolean
  readonly physical: ParquetPhysical
  readonly logical: ParquetLogical | null
  /** What TIMESTAMPs count. */
  readonly timestampUnit: TimestampUnit
  /** Whether the engine's column has 64 bits where the file has 32. */
  readonly narrowed: boolean
}

/** Throws where the type cannot be held. */
export function parquetColumn(column: OutputColumn, timestampUnit: TimestampUnit): ParquetColumn {
  const type = parquetType(column.type)
  if (type.group !== 'value') {
    throw new Error(`column ${column.name}: ${column.type.kind} cannot be written to Parquet yet`)
  }
  const { physical, logical } = type
  const narrowed = physical.kind === 'INT32' && columnKindOf(column.type) === 'i64'
  return { name: column.name, optional: column.nullable, physical, logical, timestampUnit, narrowed }
}

/** What gathers the column's values. */
export function pageValues(column: ParquetColumn, limits: PageLimits): PageValues {
  const { physical } = column
  switch (physical.kind) {
    case 'BOOLEAN':
      return new BooleanValues(limits.pageRows)
    case 'INT32':
      return new WordValues(column.narrowed ? kinds.int32OfInt64 : kinds.int32)
    case 'INT64':
      return new WordValues(inMillis(column) ? kinds.millisOfMicros : kinds.int64)
    case 'FLOAT':
      return new WordValues(kinds.float)
    case 'DOUBLE':
      return new WordValues(kinds.double)
    case 'FIXED_LEN_BYTE_ARRAY':
      return new WordValues(kinds.fixedDecimal(physical.lengthBytes))
    case 'BYTE_ARRAY':
      return new BytesValues(limits.pageBytes)
  }
}

function inMillis(column: ParquetColumn): boolean {
  return column.logical?.kind === 'TIMESTAMP' && column.timestampUnit === 'millis'
}

/** The schema elements of the footer, the root first. */
export function schemaElements(columns: readonly ParquetColumn[]): ThriftStruct[] {
  const root = make('SchemaElement', { name: 'schema', num_children: columns.length })
  return [root, ...columns.map(schemaElement)]
}

function schemaElement(column: ParquetColumn): ThriftStruct {
  const { name, optional, physical, logical } = column
  return make('SchemaElement', {
    name,
    type: physicalNumber[physical.kind],
    type_length: physical.kind === 'FIXED_LEN_BYTE_ARRAY' ? physical.lengthBytes : undefined,
    repetition_type: optional ? 1 : 0,
    ...(logical === null ? {} : annotations(logical, inMillis(column) ? 'MILLIS' : 'MICROS')),
  })
}

/** The annotation, and the older one for older readers (zoneless timestamps have it too: LogicalTypes.md demands it). */
function annotations(logical: ParquetLogical, unit: 'MILLIS' | 'MICROS'): Record<string, unknown> {
  switch (logical.kind) {
    case 'STRING':
      return annotation('UTF8', 'STRING', make('StringType'))
    case 'JSON':
      return annotation('JSON', 'JSON', make('JsonType'))
    case 'DATE':
      return annotation('DATE', 'DATE', make('DateType'))
    case 'INTEGER': {
      const { bitWidth, isSigned } = logical
      return annotation(`INT_${bitWidth}`, 'INTEGER', make('IntType', { bitWidth, isSigned }))
    }
    case 'DECIMAL': {
      const { precision, scale } = logical
      return { ...annotation('DECIMAL', 'DECIMAL', make('DecimalType', { precision, scale })), precision, scale }
    }
    case 'TIME': {
      const time = { isAdjustedToUTC: logical.isAdjustedToUTC, unit: timeUnit('MICROS') }
      return annotation('TIME_MICROS', 'TIME', make('TimeType', time))
    }
    case 'TIMESTAMP': {
      const timestamp = { isAdjustedToUTC: logical.isAdjustedToUTC, unit: timeUnit(unit) }
      return annotation(`TIMESTAMP_${unit}`, 'TIMESTAMP', make('TimestampType', timestamp))
    }
  }
}

function annotation(converted: string, member: string, struct: ThriftStruct): Record<string, unknown> {
  return { converted_type: convertedNumber(converted), logicalType: make('LogicalType', { [member]: struct }) }
}

function timeUnit(unit: 'MILLIS' | 'MICROS'): ThriftStruct {
  return unit === 'MICROS'
    ? make('TimeUnit', { MICROS: make('MicroSeconds') })
    : make('TimeUnit', { MILLIS: make('MilliSeconds') })
}

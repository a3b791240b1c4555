/**
 * The Avro schema of a sink's rows: a record of its columns, the same for the same columns. Specification: Apache Avro 1.12.
 *
 * | logical type            | Avro                                                                                  |
 * | ----------------------- | ------------------------------------------------------------------------------------- |
 * | TINYINT, SMALLINT, INT  | int                                                                                   |
 * | BIGINT                  | long                                                                                  |
 * | DECIMAL(p, s)           | bytes, decimal                                                                        |
 * | STRING, VARCHAR, JSON   | string                                                                                |
 * | DATE                    | int, date                                                                             |
 * | TIME(p)                 | int, time-millis (p up to 3); long, time-micros                                       |
 * | TIMESTAMP(p)            | long, local-timestamp-millis (p up to 3) or local-timestamp-micros                    |
 * | TIMESTAMP_LTZ(p)        | long, timestamp-millis (p up to 3) or timestamp-micros                                |
 */
import type { LogicalType } from '../../types/logical.ts'

export type AvroPrimitive = 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string'

export interface AvroLogicalType {
  readonly type: AvroPrimitive
  readonly logicalType: string
  readonly precision?: number
  readonly scale?: number
}

export type AvroType = AvroPrimitive | AvroLogicalType

export interface AvroField {
  readonly name: string
  readonly type: AvroType | readonly ['null', AvroType]
  readonly default?: null
  readonly doc?: string
}

/** Members in the order of Avro's examples; `JSON.stringify` of it is the schema file. */
export interface AvroRecord {
  readonly type: 'record'
  readonly name: string
  readonly namespace?: string
  readonly doc?: string
  readonly fields: readonly AvroField[]
}

/** A column as far as schemas care. */
export interface AvroColumn {
  readonly name: string
  readonly type: LogicalType
  readonly nullable: boolean
  readonly comment?: string | null
}

export interface AvroRecordName {
  readonly name: string
  readonly namespace?: string | null
  readonly comment?: string | null
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/

export function isAvroName(name: string): boolean {
  return namePattern.test(name)
}

/** Throws where a name or a type cannot be held. */
export function avroSchema(columns: readonly AvroColumn[], record: AvroRecordName): AvroRecord {
  for (const part of [record.name, ...(record.namespace?.split('.') ?? [])]) checkName(part)
  return {
    type: 'record',
    name: record.name,
    ...(record.namespace ? { namespace: record.namespace } : {}),
    ...(record.comment ? { doc: record.comment } : {}),
    fields: columns.map(avroField),
  }
}

function avroField(column: AvroColumn): AvroField {
  checkName(column.name)
  const type = avroType(column.name, column.type)
  return {
    name: column.name,
    ...(column.nullable ? { type: ['null', type] as const, default: null } : { type }),
    ...(column.comment ? { doc: column.comment } : {}),
  }
}

function checkName(name: string): void {
  if (!isAvroName(name)) throw new Error(`\`${name}\` is no name in Avro: letters, digits and _ only, no digit first`)
}

function avroType(name: string, type: LogicalType): AvroType {
  switch (type.kind) {
    case 'BOOLEAN':
      return 'boolean'
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
      return 'int'
    case 'BIGINT':
      return 'long'
    case 'FLOAT':
      return 'float'
    case 'DOUBLE':
      return 'double'
    case 'DECIMAL':
      return { type: 'bytes', logicalType: 'decimal', precision: type.precision, scale: type.scale }
    case 'STRING':
    case 'VARCHAR':
    case 'JSON':
      return 'string'
    case 'BYTES':
      return 'bytes'
    case 'DATE':
      return { type: 'int', logicalType: 'date' }
    case 'TIME':
      return isMillis(type) ? { type: 'int', logicalType: 'time-millis' } : { type: 'long', logicalType: 'time-micros' }
    case 'TIMESTAMP':
      return { type: 'long', logicalType: isMillis(type) ? 'local-timestamp-millis' : 'local-timestamp-micros' }
    case 'TIMESTAMP_LTZ':
      return { type: 'long', logicalType: isMillis(type) ? 'timestamp-millis' : 'timestamp-micros' }
    case 'ARRAY':
    case 'MAP':
    case 'ROW':
      throw new Error(`column ${name}: ${type.kind} cannot be written to Avro yet`)
    case 'INTERVAL_MONTHS':
    case 'INTERVAL_MICROS':
      throw new Error(`column ${name}: intervals exist in expressions only`)
  }
}

/** Whether a time type is in milliseconds: its digits all fit. */
export function isMillis(type: { readonly precision: number }): boolean {
  return type.precision <= 3
}

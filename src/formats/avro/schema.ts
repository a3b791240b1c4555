/** The Avro schema of a sink's rows: a record of its columns, the same for the same columns. Types are of `types/mapping.ts`. */
import { avroNamesIn, isAvroName } from '../../types/avro-names.ts'
import type { LogicalType } from '../../types/logical.ts'
import { avroType, nullableAvroType } from '../../types/mapping.ts'
import type { AvroSchema } from '../../types/mapping.ts'

export type AvroField = {
  readonly name: string
  readonly type: AvroSchema
  readonly default?: null
  readonly doc?: string
}

/** Members in the order of Avro's examples; `JSON.stringify` of it is the schema file. */
export type AvroRecord = {
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

/** Whether Avro can hold the names of these columns and of the ROWs in them: each well formed, no record's name twice. */
export function hasAvroNames(columns: readonly AvroColumn[], record: string): boolean {
  const parts = columns.flatMap(({ type, name }) => avroNamesIn(type, name))
  const records = [record, ...parts.filter(({ kind }) => kind === 'record').map(({ name }) => name)]
  const names = [...records, ...columns.map(({ name }) => name), ...parts.map(({ name }) => name)]
  return names.every(isAvroName) && new Set(records).size === records.length
}

/** Throws where a name cannot be held. */
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
  return {
    name: column.name,
    ...(column.nullable
      ? { type: nullableAvroType(column.type, column.name), default: null }
      : { type: avroType(column.type, column.name) }),
    ...(column.comment ? { doc: column.comment } : {}),
  }
}

function checkName(name: string): void {
  if (!isAvroName(name)) throw new Error(`\`${name}\` is no name in Avro: letters, digits and _ only, no digit first`)
}

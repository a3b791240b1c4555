/** Nested columns of Parquet files as DuckDB and hyparquet read them, brought to one form: scalars as text, maps as sorted entries. */
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimeValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api'
import type { DuckDBValue } from '@duckdb/node-api'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OutputColumn } from '../../src/engine/ports.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'
import { valueText } from './parquet-readers.ts'

/** NULL, the text of a scalar, the parts of an ARRAY or ROW, the members of a MAP. */
export type Form = string | null | readonly Form[]

export function formOf(type: LogicalType, value: Value): Form {
  if (value === null) return null
  switch (type.kind) {
    case 'ARRAY':
      return (value as readonly Value[]).map((part) => formOf(type.element, part))
    case 'MAP':
      return members([...(value as ReadonlyMap<string, Value>)].map(([key, part]) => [key, formOf(type.value, part)]))
    case 'ROW':
      return type.fields.map((field, at) => formOf(field.type, (value as readonly Value[])[at]))
    default:
      return valueText(type, value)
  }
}

function members(entries: readonly (readonly [string, Form])[]): Form {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

export async function readNestedWithDuckDb(bytes: Uint8Array, columns: readonly OutputColumn[]): Promise<Form[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-parquet-'))
  const path = join(folder, 'file.parquet')
  writeFileSync(path, bytes)
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const rows = (await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)).getRows()
    return rows.map((row) => columns.map(({ type }, c) => duckDbForm(type, row[c])))
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true })
  }
}

function duckDbForm(type: LogicalType, value: DuckDBValue): Form {
  if (value === null) return null
  if (type.kind === 'ARRAY' && value instanceof DuckDBListValue) {
    return value.items.map((item) => duckDbForm(type.element, item))
  }
  if (type.kind === 'MAP' && value instanceof DuckDBMapValue) {
    return members(value.entries.map((entry) => [entry.key as string, duckDbForm(type.value, entry.value)]))
  }
  if (type.kind === 'ROW' && value instanceof DuckDBStructValue) {
    return type.fields.map((field) => duckDbForm(field.type, value.entries[field.name]))
  }
  return valueText(type, duckDbScalar(value) as Value)
}

function duckDbScalar(value: DuckDBValue): unknown {
  if (value instanceof DuckDBDecimalValue) return value.value
  if (value instanceof DuckDBDateValue) return value.days
  if (value instanceof DuckDBTimeValue) return value.micros
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros
  return value instanceof DuckDBBlobValue ? value.bytes : value
}

/** The leaves' annotations are taken off, since hyparquet makes doubles of decimals and milliseconds of timestamps. */
export async function readNestedWithHyparquet(bytes: Uint8Array, columns: readonly OutputColumn[]): Promise<Form[][]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const metadata = parquetMetadata(file)
  for (const element of metadata.schema) {
    if (element.type === undefined || (element.converted_type === 'UTF8' && element.name === 'key')) continue
    delete element.converted_type
    delete element.logical_type
  }
  const rows = await parquetReadObjects({ file, metadata, compressors, utf8: false })
  return rows.map((row) => columns.map(({ name, type }) => hyparquetForm(type, (row as Record<string, unknown>)[name])))
}

function hyparquetForm(type: LogicalType, value: unknown): Form {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'ARRAY':
      return (value as readonly unknown[]).map((part) => hyparquetForm(type.element, part))
    case 'MAP':
      return members(Object.entries(value).map(([key, part]) => [key, hyparquetForm(type.value, part)]))
    case 'ROW':
      return type.fields.map((field) => hyparquetForm(field.type, (value as Record<string, unknown>)[field.name]))
    default:
      return physicalText(type, value)
  }
}

function physicalText(type: LogicalType, value: unknown): string | null {
  if (type.kind === 'DECIMAL') {
    if (!(value instanceof Uint8Array)) return valueText(type, BigInt(value as number))
    const unsigned = BigInt(`0x${Buffer.from(value).toString('hex')}`)
    return valueText(type, BigInt.asIntN(value.length * 8, unsigned))
  }
  if (!(value instanceof Uint8Array)) return valueText(type, value as Value)
  return valueText(type, type.kind === 'BYTES' ? value : Buffer.from(value).toString('utf8'))
}

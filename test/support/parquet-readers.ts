/** Reads Parquet with two readers that know nothing of our writer: DuckDB and hyparquet. Values come as text, so that both compare. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { DuckDBConnection } from '@duckdb/node-api'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { OutputColumn } from '../../src/engine/ports.ts'
import type { LogicalType, TypeKind } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

export type Row = Record<string, unknown>

/** Runs `use` with the bytes as a file and a DuckDB connection, and cleans up. */
export async function withDuckDb<T>(
  bytes: Uint8Array,
  use: (query: (sql: string) => Promise<Row[]>, path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-parquet-'))
  const path = join(folder, 'file.parquet')
  writeFileSync(path, bytes)
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection: DuckDBConnection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    const query = async (sql: string): Promise<Row[]> => (await connection.runAndReadAll(sql)).getRowObjectsJS()
    return await use(query, path)
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true })
  }
}

/** Rows as DuckDB reads them, each value as the text that `valueText` gives. */
export function readWithDuckDb(bytes: Uint8Array, columns: readonly OutputColumn[]): Promise<(string | null)[][]> {
  return withDuckDb(bytes, async (query, path) => {
    const items = columns.map((column, c) => `${duckDbText(column)} AS c${c}`)
    const rows = await query(`SELECT ${items.join(', ')} FROM read_parquet('${path}')`)
    return rows.map((row) =>
      columns.map((_, c) => {
        const value = row[`c${c}`] as string | number | null
        if (typeof value === 'number') return numberHex(value)
        // DuckDB leaves out the zero before the point where precision = scale.
        return columns[c].type.kind === 'DECIMAL' && value !== null ? value.replace(/^(-?)\./, '$10.') : value
      }),
    )
  })
}

function duckDbText(column: OutputColumn): string {
  const name = `"${column.name.replaceAll('"', '""')}"`
  return duckDbTexts[column.type.kind]?.(name) ?? `CAST(${name} AS VARCHAR)`
}

/** Where VARCHAR would not be the text of `valueText`. */
const duckDbTexts: { readonly [Kind in TypeKind]?: (name: string) => string } = {
  DATE: (name) => `CAST(date_diff('day', DATE '1970-01-01', ${name}) AS VARCHAR)`,
  TIME: microsText,
  TIMESTAMP: microsText,
  TIMESTAMP_LTZ: microsText,
  BYTES: (name) => `lower(hex(${name}))`,
  FLOAT: (name) => `CAST(${name} AS DOUBLE)`,
  DOUBLE: (name) => name,
}

function microsText(name: string): string {
  return `CAST(epoch_us(${name}) AS VARCHAR)`
}

/**
 * Rows as hyparquet reads them, each value as the text that `valueText` gives. The annotations are taken off first, since hyparquet
 * makes doubles of decimals and milliseconds of timestamps; what is left are the physical values.
 */
export async function readWithHyparquet(
  bytes: Uint8Array,
  columns: readonly OutputColumn[],
): Promise<(string | null)[][]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const metadata = parquetMetadata(file)
  for (const element of metadata.schema) {
    delete element.converted_type
    delete element.logical_type
  }
  const rows = (await parquetReadObjects({ file, metadata, compressors, utf8: false })) as Row[]
  return rows.map((row) => columns.map((column) => physicalText(column.type, row[column.name])))
}

function physicalText(type: LogicalType, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (!(value instanceof Uint8Array))
    return valueText(type, type.kind === 'DECIMAL' ? BigInt(value as number) : (value as Value))
  if (type.kind === 'DECIMAL') return valueText(type, BigInt.asIntN(value.length * 8, bigEndian(value)))
  return valueText(type, type.kind === 'BYTES' ? value : Buffer.from(value).toString('utf8'))
}

function bigEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** All bits of a double. */
function numberHex(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

/** Compares the rows that a reader gave with those written; says where they first differ. */
export function assertSameRows(
  seen: readonly (readonly (string | null)[])[],
  columns: readonly OutputColumn[],
  rows: readonly (readonly Value[])[],
  reader: string,
): void {
  assert.equal(seen.length, rows.length, `rows that ${reader} reads`)
  rows.forEach((row, r) => {
    columns.forEach(({ name, type }, c) => {
      const wanted = valueText(type, row[c])
      if (seen[r][c] !== wanted) assert.equal(seen[r][c], wanted, `${reader}: row ${r}, column ${name}`)
    })
  })
}

/** The text that both readers' values are brought to. */
export function valueText(type: LogicalType, value: Value): string | null {
  if (value === null) return null
  if (type.kind === 'DECIMAL') return decimalText(value as bigint, type.scale)
  if (type.kind === 'FLOAT' || type.kind === 'DOUBLE') return numberHex(value as number)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return String(value as string | number | bigint | boolean)
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

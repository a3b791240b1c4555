/** Reading Sluice's files with implementations that are not ours: DuckDB, and hyparquet for Parquet. */
import { globSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

export type Row = Readonly<Record<string, unknown>>

/** Rows of a query in DuckDB, values as DuckDB's JSON form: exact numbers (BIGINT, DECIMAL) and dates come as text. */
export async function duckdb(sql: string): Promise<readonly Row[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as readonly Row[]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** All rows of the Parquet files that match, in order of file name. Partition columns are not among them. */
export async function hyparquet(pattern: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const file of globSync(pattern).toSorted()) {
    rows.push(...(await parquetReadObjects({ file: await asyncBufferFromFile(file), compressors })))
  }
  return rows
}

/**
 * What DuckDB needs for the same files: `node run.ts TABLE,… IN OUT`. Each table is a SELECT of the file of its name over the view (for several
 * tables: the table) `lines`; it stops at the first bad value, so it gets clean logs only.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [names = '', input = '', out = ''] = process.argv.slice(2)
const tables = names.split(',')

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run("SET TimeZone = 'Asia/Shanghai'")
await connection.run(
  `CREATE TEMP ${tables.length > 1 ? 'TABLE' : 'VIEW'} lines AS SELECT line FROM read_csv('${input}', header = false,
   columns = {'line': 'VARCHAR'}, delim = '\u0001', quote = '', escape = '', auto_detect = false)`,
)
for (const table of tables) {
  const select = readFileSync(join(import.meta.dirname, `${table}.sql`), 'utf8').replaceAll('${IN}', () => input)
  const folder = join(out, table)
  mkdirSync(folder, { recursive: true })
  await connection.run(`COPY (${select}) TO '${folder}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (dt))`)
}
connection.closeSync()
instance.closeSync()

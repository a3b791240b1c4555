/** Sizes of files against those that DuckDB writes of the same rows with the same codec. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import test from 'node:test'
import type { ParquetOptions } from '../../../src/formats/parquet/writer.ts'
import type { Value } from '../../../src/types/value.ts'
import { RandomValues } from '../../bench/mixed-log/values.ts'
import { outputColumn } from '../../support/columns.ts'
import { parquetOfRows } from '../../support/parquet-file.ts'
import { withDuckDb } from '../../support/parquet-readers.ts'

const columns = [
  outputColumn('log_time', { kind: 'TIMESTAMP_LTZ', precision: 3 }, false),
  outputColumn('server', { kind: 'INT' }, false),
  outputColumn('account', { kind: 'STRING' }, false),
  outputColumn('role_id', { kind: 'BIGINT' }, false),
  outputColumn('role_name', { kind: 'STRING' }),
  outputColumn('level', { kind: 'INT' }),
  outputColumn('ip', { kind: 'STRING' }),
  outputColumn('os', { kind: 'STRING' }),
  outputColumn('version', { kind: 'STRING' }),
  outputColumn('pay_total', { kind: 'DECIMAL', precision: 18, scale: 2 }),
  outputColumn('hp', { kind: 'DOUBLE' }),
  outputColumn('is_vip', { kind: 'BOOLEAN' }),
  outputColumn('guild_id', { kind: 'INT' }),
]

/** Rows of a game's logins; some guilds are NULL. */
function rowsOf(count: number): Value[][] {
  const random = new RandomValues(20_261_120)
  return Array.from({ length: count }, (_, r) => [
    1_795_140_000_000_000n + BigInt(r) * 860_000n,
    random.between(10_001, 10_400),
    random.account(),
    BigInt(random.id64()),
    `${random.word('name')}${random.between(1, 9999)}`,
    random.between(1, 120),
    random.address(),
    random.word('os'),
    random.version(),
    BigInt(random.between(0, 5_000_000)),
    random.between(0, 9_999_999) / 1000,
    random.chance(0.2),
    random.chance(0.3) ? null : random.between(0, 99_999),
  ])
}

const rows = rowsOf(60_000)

for (const compression of [
  'zstd',
  'snappy',
  'gzip',
  'uncompressed',
] as const satisfies ParquetOptions['compression'][]) {
  test(`no more than 5 % larger than DuckDB's, ${compression}`, async (t) => {
    const bytes = await parquetOfRows(columns, rows, { compression })
    const theirs = await withDuckDb(bytes, async (query, path) => {
      const copy = `${path}.duckdb`
      await query(
        `COPY (SELECT * FROM read_parquet('${path}')) TO '${copy}' (FORMAT parquet, COMPRESSION ${compression})`,
      )
      return statSync(copy).size
    })
    t.diagnostic(`${bytes.length} bytes, DuckDB's ${theirs}: ${(bytes.length / theirs).toFixed(3)}`)
    assert.ok(bytes.length <= theirs * 1.05)
  })
}

/** 10,000 real Apache lines into Parquet by day, against an oracle made by another program. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { duckdb, hyparquet } from '../../support/read-back.ts'
import { inTemporaryFolder, runToEnd, sharedData, sluice } from '../../support/sluice.ts'

const logs = sharedData('elastic-examples/apache_logs')
const spec = join(import.meta.dirname, 'apache.sql')
const skip = logs === null ? 'the shared Apache log is absent' : false

interface Oracle {
  readonly parsed: number
  readonly error_lines: readonly number[]
  readonly dt_hour: Readonly<Record<string, number>>
  readonly status: Readonly<Record<string, number>>
  readonly method: Readonly<Record<string, number>>
  readonly bytes_sum: number
  readonly bytes_null: number
  readonly distinct_ip: number
}

test('its TESTs pass', { skip }, async () => {
  const { code, stderr } = await sluice(['test', spec], { env: { LOGS: logs ?? '', OUT: 'unused' } })
  assert.equal(code, 0, stderr)
})

test('the Apache log by day: rows, NULLs and sums of the oracle, one error', { skip }, async () => {
  const oracle = JSON.parse(readFileSync(join(logs ?? '', '../../oracle/apache_logs.json'), 'utf8')) as Oracle
  await inTemporaryFolder(async (folder) => {
    const out = join(folder, 'out')
    const env = { LOGS: logs ?? '', OUT: out }
    const summary = await runToEnd([spec, '--state-dir', join(folder, 'state')], { env })
    assert.deepEqual(summary.sources, { apache_log: { in: 10_000, unclaimed: 0 } })
    const expected = { in: 10_000, out: oracle.parsed, dropped: {}, errored: { PARSE_REGEX: 1 } }
    assert.deepEqual(summary.tables, { access: expected })

    const files = `read_parquet('${out}/access/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)`
    const [totals] = await duckdb(
      `SELECT count(*)::INT AS "rows", sum(bytes)::VARCHAR AS total, count(*) FILTER (bytes IS NULL)::INT AS nulls, count(DISTINCT ip)::INT AS ips FROM ${files}`,
    )
    assert.deepEqual(totals, {
      rows: oracle.parsed,
      total: String(oracle.bytes_sum),
      nulls: oracle.bytes_null,
      ips: oracle.distinct_ip,
    })
    assert.deepEqual(await counts(`dt || '/' || hour`, files), oracle.dt_hour)
    assert.deepEqual(await counts('status::VARCHAR', files), oracle.status)
    assert.deepEqual(await counts('method', files), oracle.method)
    const [misplaced] = await duckdb(
      `SELECT count(*)::INT AS n FROM ${files} WHERE strftime(log_time, '%Y-%m-%d %H') <> dt || ' ' || hour`,
    )
    assert.deepEqual(misplaced, { n: 0 })

    const second = await hyparquet(join(out, 'access/**/*.parquet'))
    assert.equal(second.length, oracle.parsed)
    const sum = second.reduce((total, row) => total + BigInt((row['bytes'] as bigint | null) ?? 0n), 0n)
    assert.equal(sum, BigInt(oracle.bytes_sum))
  })
})

test('the truncated line is in the error stream byte for byte', { skip }, async () => {
  const lines = readFileSync(join(logs ?? '', 'apache_logs'))
    .toString('latin1')
    .split('\n')
  await inTemporaryFolder(async (folder) => {
    const out = join(folder, 'out')
    await runToEnd([spec, '--state-dir', join(folder, 'state')], { env: { LOGS: logs ?? '', OUT: out } })
    const errors = globSync(join(out, 'bad/*.jsonl')).flatMap((file) =>
      readFileSync(file, 'utf8').trimEnd().split('\n'),
    )
    assert.equal(errors.length, 1)
    const error = JSON.parse(errors[0] ?? '') as Record<string, unknown>
    assert.equal(error['raw'], lines[8898])
    assert.equal(error['error_code'], 'PARSE_REGEX')
    assert.equal(error['stage'], 'parser')
    assert.equal(error['table_name'], 'access')
    assert.equal(
      error['record_offset'],
      lines.slice(0, 8898).reduce((sum, line) => sum + line.length + 1, 0),
    )
    assert.equal(error['raw_bytes'], null)
  })
})

async function counts(key: string, files: string): Promise<Record<string, number>> {
  const rows = await duckdb(`SELECT ${key} AS key, count(*)::INT AS n FROM ${files} GROUP BY 1`)
  return Object.fromEntries(rows.map((row) => [row['key'], row['n']])) as Record<string, number>
}

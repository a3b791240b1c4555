/** The quickstart as a new user runs it, every file read back by DuckDB and hyparquet, against the log it was made of. */
import assert from 'node:assert/strict'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { mixedLog, mixedLogCounts as counts } from '../support/mixed-log.ts'
import { duckdb, hyparquet } from '../support/read-back.ts'
import { repository, runToEnd, sluice } from '../support/sluice.ts'
import type { Summary } from '../support/sluice.ts'

let folder = ''
let summary: Summary

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-quickstart-'))
  cpSync(join(repository, 'schemas/quickstart'), join(folder, 'schemas/quickstart'), { recursive: true })
  summary = await runToEnd(['schemas/quickstart', '--state-dir', 'out/.sluice'], { cwd: folder })
})
after(() => rmSync(folder, { recursive: true, force: true }))

const lines = mixedLog().toString('latin1').split('\n').slice(0, -1)
const total = lines.length

test('the log that ships is the generated one', () => {
  assert.ok(mixedLog().equals(readFileSync(join(repository, 'schemas/quickstart/mixed.log'))))
})

test('the ledger accounts for every line', () => {
  const { login, loginFromTest, access, accessHealth, payment, paymentRefused, empty } = counts
  const logins = login + loginFromTest + 7 + 3 + 5 + 4 + 6 + 2
  const accesses = access + accessHealth + 6 + 3
  const payments = payment + paymentRefused + 4 + 5 + 3 + 2
  assert.deepEqual(summary.sources, { mixed_log: { in: total, unclaimed: counts.noise } })
  assert.deepEqual(withoutEventTime(summary.tables), {
    payment: {
      in: total,
      out: payment,
      dropped: { empty, filter: total - empty - payments, where: paymentRefused },
      errored: { CAST: 5, CHECK: 3, NOT_NULL: 2, PARSE_CSV: 4 },
    },
    role_login: {
      in: total,
      out: login,
      dropped: { empty, filter: total - empty - logins, where: loginFromTest },
      errored: { CAST: 6, CHECK: 5, DECODE_UTF8: 2, NOT_NULL: 4, PARSE_JSON: 7, PARSE_REGEX: 3 },
    },
    web_access: {
      in: total,
      out: access,
      dropped: { empty, filter: total - empty - accesses, where: accessHealth },
      errored: { CAST: 3, PARSE_REGEX: 6 },
    },
  })
  const rows = Object.fromEntries(Object.entries(summary.sinks).map(([name, sink]) => [name, sink.rows]))
  assert.deepEqual(
    { ...rows, veteran_login: 0, web_failures: 0 },
    {
      bad_records: 50,
      payment_dw: payment,
      role_login_dw: login,
      unclaimed: counts.noise,
      veteran_login: 0,
      web_access_dw: access,
      web_failures: 0,
    },
  )
})

/** As far as records are counted; the days are checked against the partitions. */
function withoutEventTime(tables: Summary['tables']): unknown {
  const counts = Object.entries(tables).map(([name, { days: _days, watermarkMicros: _watermark, ...table }]) => [
    name,
    table,
  ])
  return Object.fromEntries(counts) as unknown
}

test('the days of the ledger are those of the partitions, the watermark is ten minutes behind the latest login', async () => {
  const files = join(folder, 'out/role_login/*/*/*.parquet')
  const days = await duckdb(
    `SELECT CAST(dt AS VARCHAR) AS dt, count(*)::INT AS rows FROM read_parquet('${files}', hive_partitioning = true) GROUP BY dt ORDER BY dt`,
  )
  const { role_login: table } = summary.tables
  assert.deepEqual(table.days, Object.fromEntries(days.map(({ dt, rows }) => [dt, rows])))
  const [{ latest }] = await duckdb(`SELECT epoch_us(max(log_time)) AS latest FROM read_parquet('${files}')`)
  assert.equal(table.watermarkMicros, Number(latest) - 600_000_000)
})

test('files and bytes of the ledger are those on disk', () => {
  const folders = { role_login_dw: 'role_login', payment_dw: 'payment', bad_records: 'bad_records' }
  for (const [sink, name] of Object.entries(folders)) {
    const files = globSync(join(folder, 'out', name, '**/part-*'))
    const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
    assert.deepEqual(
      { files: summary.sinks[sink].files, bytes: summary.sinks[sink].bytes },
      { files: files.length, bytes },
    )
  }
})

interface Login {
  readonly account: string
  readonly role: { readonly id: string; readonly name: string; readonly level?: number }
  readonly device: { readonly os: string }
  readonly channel?: string
  readonly session: number
}

/** What a person would write by hand for the same lines. */
function expectedLogins(): string[] {
  return lines
    .map((line) =>
      /^\[(?<time>[^\]]+)\]\[RoleLogin\],(?<body>\{.*\})$/.exec(Buffer.from(line, 'latin1').toString('utf8')),
    )
    .filter((match) => match !== null && !/"env":"test"|"level":999|"account":null|"server":"s1"|\ufffd/.test(match[0]))
    .map((match) => {
      const { time, body } = match!.groups as { time: string; body: string }
      const login = JSON.parse(body) as Login
      const instant = new Date(`${time.slice(0, 10)}T${time.slice(11, 19)}+08:00`).toISOString()
      return [
        instant,
        login.account,
        login.role.id,
        login.role.name,
        login.role.level ?? 1,
        login.device.os.toLowerCase(),
        login.channel ?? 'organic',
        `{"role":{},"session":${login.session}}`,
        time.slice(0, 10),
      ].join('|')
    })
    .toSorted()
}

test('Parquet rows are those of the log, as DuckDB and as hyparquet read them', async () => {
  const pattern = join(folder, 'out/role_login/*/*/*.parquet')
  const rows = await duckdb(
    `SELECT strftime(log_time, '%Y-%m-%dT%H:%M:%S.000Z') AS log_time, account, CAST(role_id AS VARCHAR) AS role_id, role_name,
            level, os, channel, rest, CAST(dt AS VARCHAR) AS dt FROM read_parquet('${pattern}', hive_partitioning = true)`,
  )
  const expected = expectedLogins()
  assert.equal(expected.length, counts.login)
  const shown = rows.map((row) =>
    [row.log_time, row.account, row.role_id, row.role_name, row.level, row.os, row.channel, row.rest, row.dt].join('|'),
  )
  assert.deepEqual(shown.toSorted(), expected)

  const others = await hyparquet(pattern)
  const withoutDay = others.map((row) => {
    const rest = typeof row.rest === 'string' ? row.rest : JSON.stringify(row.rest)
    const instant = (row.log_time as Date).toISOString()
    return [instant, row.account, row.role_id, row.role_name, row.level, row.os, row.channel, rest].join('|')
  })
  assert.deepEqual(withoutDay.toSorted(), expected.map((line) => line.slice(0, line.lastIndexOf('|'))).toSorted())
})

test('amounts are exact, and commas and quotes in CSV survive', async () => {
  const [row] = await duckdb(
    `SELECT CAST(sum(CAST(amount AS DECIMAL(18, 2))) AS VARCHAR) AS amount, count(*) FILTER (product = 'Gem pack, large') AS gems,
            count(*) FILTER (product = 'Skin "Snow"') AS skins, count(DISTINCT role_id) AS roles
       FROM read_json('${join(folder, 'out/payment/*/*/*.jsonl')}', hive_partitioning = true,
                      columns = {role_id: 'BIGINT', amount: 'VARCHAR', product: 'VARCHAR'})`,
  )
  const paid = lines.filter((line) => /^pay,[^,]*,[^,]*,\d+,\d.*,ok$/.test(line) && !line.endsWith(',ok,ok'))
  const cents = paid.reduce((sum, line) => sum + Math.round(Number(line.split(',')[4]) * 100), 0)
  assert.equal(paid.length, counts.payment)
  assert.equal(row.amount, `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)
  assert.equal(Number(row.gems), paid.filter((line) => line.includes('"Gem pack, large"')).length)
  assert.equal(Number(row.skins), paid.filter((line) => line.includes('Snow')).length)
  assert.equal(Number(row.roles), new Set(paid.map((line) => line.split(',')[3])).size)
})

test('the error stream holds every bad line, byte for byte', async () => {
  const rows = await duckdb(
    `SELECT table_name, error_code, raw, raw_bytes, record_offset, place, plan
       FROM read_json('${join(folder, 'out/bad_records/*/*/*.jsonl')}', hive_partitioning = true)`,
  )
  const log = mixedLog()
  assert.equal(rows.length, 50)
  for (const row of rows) {
    const start = Number(row.record_offset)
    const line = log.subarray(start, log.indexOf(10, start))
    assert.equal(row.raw, line.toString('utf8'))
    const bytes = row.error_code === 'DECODE_UTF8' ? line.toString('base64') : null
    assert.equal(row.raw_bytes, bytes)
    assert.match(String(row.place), /^schemas\/quickstart\/\w+\.sql:\d+:\d+$/)
  }
})

test('what no table claims is kept', () => {
  const [file] = globSync(join(folder, 'out/unclaimed/*.jsonl'))
  const kept = readFileSync(file, 'utf8').trimEnd().split('\n')
  assert.equal(kept.length, counts.noise)
  assert.ok(kept.every((line) => /rotated|server\.lua|save queue/.test(line)))
})

test('running again adds nothing and tells the same', async () => {
  const before = globSync(join(folder, 'out/**/part-*')).toSorted()
  const again = await runToEnd(['schemas/quickstart', '--state-dir', 'out/.sluice'], { cwd: folder })
  assert.deepEqual(again, summary)
  assert.deepEqual(globSync(join(folder, 'out/**/part-*')).toSorted(), before)
})

test('its TESTs pass, and it has no findings', async () => {
  const tested = await sluice(['test', 'schemas/quickstart'], { cwd: folder })
  assert.deepEqual({ code: tested.code, stdout: tested.stdout }, { code: 0, stdout: '3 tables, 14 cases: 14 passed\n' })
  const linted = await sluice(['lint', 'schemas/quickstart', '--max-warnings', '0'], { cwd: folder })
  assert.deepEqual(linted, { code: 0, stdout: '', stderr: '4 files: no findings\n' })
})

/**
 * Mutated records (bit flips, truncations, nested bombs, NULs, lone surrogates, huge numbers, repeated and `__proto__` keys) through
 * tables of all parsers at once: nothing crashes or hangs, and each is accounted for. The seed is printed, `MUTATED_SEED` sets it;
 * `MUTATED_RECORDS=1000000` tries so many.
 */
import assert from 'node:assert/strict'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { compile } from '../../src/compile.ts'
import type { TableCounts } from '../../src/engine/ports.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { referenceRun } from '../reference/reference.ts'
import type { ReferenceCounts } from '../reference/reference.ts'
import { batchOf } from '../support/batches.ts'
import { mutatedRecord } from '../support/mutated-records.ts'
import { Random } from '../support/random.ts'
import { duckdb } from '../support/read-back.ts'
import { startEngine } from '../support/run-engine.ts'
import { inTemporaryFolder, runToEnd } from '../support/sluice.ts'
import type { TableSummary } from '../support/sluice.ts'

const count = Number(process.env['MUTATED_RECORDS'] ?? 4_000)
const seed = Number(process.env['MUTATED_SEED'] ?? Date.now() % 1_000_000_000)
/** The reference interpreter is slow. */
const comparedMax = count > 10_000 ? 20_000 : 500
const batchRecords = 500
/** A record of 70 kB may take a while on a busy machine, not minutes: a hang would be for ever. */
const hangMs = 1_800_000

const tables = ['documents', 'messages', 'fields', 'requests', 'pairs']

/** Every record goes through every table; `at` tells each from all others. */
function program(input: string, out: string): string {
  const at = `at_offset BIGINT NOT NULL METADATA FROM 'offset'`
  const sinks = tables.map(
    (table) =>
      `CREATE SINK ${table}_files WITH ('connector' = 'hive', 'path' = '${out}/${table}', 'format' = 'parquet') AS SELECT * FROM ${table};`,
  )
  return `
CREATE SOURCE s WITH ('connector' = 'file', 'path' = '${input}');
CREATE STREAMING TABLE documents (id BIGINT, n INT, price DECIMAL(18, 2), ratio DOUBLE, ok BOOLEAN,
  at TIMESTAMP(0) FORMAT 'yyyy-MM-dd HH:mm:ss', name STRING, tags ARRAY<STRING>, scores MAP<STRING, INT>,
  place ROW<lat DOUBLE, name STRING>, extra JSON, deep STRING PATH '$.extra.deep[0]', rest JSON REST, ${at})
FROM s PARSE JSON;
CREATE STREAMING TABLE messages (at TIMESTAMP(0) NOT NULL FORMAT 'yyyy-MM-dd HH:mm:ss', id INT NOT NULL, level STRING NOT NULL,
  message STRING NOT NULL, took DOUBLE AS TRY(CAST(split_index(message, ' ', 1) AS DOUBLE)), low STRING AS lower(message), ${at})
FROM s PARSE REGEX '^\\[(?<at>[^\\]]+)\\]\\[(?<id>-?\\d+)\\]\\[(?<level>\\w+)\\] (?<message>.*)$';
CREATE STREAMING TABLE fields (kind STRING, n INT, id BIGINT, price DECIMAL(18, 2), name STRING,
  at TIMESTAMP(0) FORMAT 'yyyy-MM-dd HH:mm:ss', ok BOOLEAN, ${at})
FROM s PARSE CSV WHERE kind <> 'CSV';
CREATE STREAMING TABLE requests (client STRING, time TIMESTAMP_LTZ(0) FORMAT 'dd/MMM/yyyy:HH:mm:ss Z', method STRING, url STRING,
  status INT, bytes BIGINT, path STRING AS parse_url(url, 'PATH'), agent STRING, seconds DECIMAL(9, 3), ${at},
  CONSTRAINT known CHECK (status BETWEEN 100 AND 599))
FROM s PARSE GROK '^%{IPORHOST:client} %{NOTSPACE} %{NOTSPACE} \\[%{HTTPDATE:time}\\] "%{WORD:method} %{NOTSPACE:url} HTTP/%{NUMBER}" %{INT:status} %{INT:bytes} "%{DATA}" "%{DATA:agent}" %{NUMBER:seconds}$';
CREATE STREAMING TABLE pairs (level STRING, id BIGINT, price DECIMAL(18, 2), ratio DOUBLE,
  at TIMESTAMP(0) FORMAT 'yyyy-MM-dd HH:mm:ss', msg STRING, ok BOOLEAN, rest JSON REST, ${at})
FROM s PARSE KEY_VALUE;
CREATE SINK bad WITH ('connector' = 'hive', 'path' = '${out}/bad', 'format' = 'parquet') AS SELECT * FROM ERRORS OF s;
${sinks.join('\n')}
`
}

function planOf(): Plan {
  const { plan, diagnostics } = compile([{ path: 'mutated.sql', text: program('in', 'out') }])
  assert.ok(plan !== null, diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  return plan
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((total, each) => total + each, 0)
}

function shown({ in: taken, out, dropped, errored }: ReferenceCounts): unknown {
  const byName = (counts: ReadonlyMap<string, number>): unknown => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { in: taken, out, dropped: byName(dropped), errored: byName(errored) }
}

test(
  `${count} mutated records through the engine: each accounted for, as the reference does`,
  { timeout: hangMs },
  (t) => {
    t.diagnostic(`MUTATED_SEED=${seed}`)
    const plan = planOf()
    const random = new Random(seed)
    const { engine, sinks } = startEngine(plan.sources[0], { memoryBytes: 32 << 20 })
    const rows = new Map<string, number>()
    const begin = performance.now()
    let done = 0
    let slowestMs = 0
    while (done < count) {
      const records = Array.from({ length: Math.min(batchRecords, count - done) }, () => mutatedRecord(random))
      const before = performance.now()
      engine.process(batchOf(records))
      engine.flush()
      slowestMs = Math.max(slowestMs, performance.now() - before)
      done += records.length
      for (const [name, sink] of sinks) {
        rows.set(name, (rows.get(name) ?? 0) + sink.rows.length)
        sink.rows.length = 0
        sink.records.length = 0
      }
      if (done <= comparedMax) {
        const run = startEngine(plan.sources[0], { memoryBytes: 32 << 20 })
        run.engine.process(batchOf(records))
        run.engine.flush()
        compareWithReference(plan, records, run.engine.counts.tables)
      }
    }
    assert.equal(engine.counts.in, count)
    let errored = 0
    for (const table of tables) {
      const counts = engine.counts.tables.get(table)
      assert.ok(counts !== undefined)
      assert.equal(counts.in, count, table)
      assert.equal(counts.in, counts.out + sum(counts.dropped.values()) + sum(counts.errored.values()), table)
      assert.equal(rows.get(`${table}_files`), counts.out, `rows of ${table}`)
      assert.ok(counts.out > 0, `${table} has rows`)
      errored += sum(counts.errored.values())
      t.diagnostic(
        `${table}: ${JSON.stringify({ out: counts.out, ...Object.fromEntries([...counts.dropped, ...counts.errored]) })}`,
      )
    }
    assert.equal(rows.get('bad'), errored, 'every error is a row')
    t.diagnostic(
      `${Math.round(performance.now() - begin)} ms; the slowest ${batchRecords} in ${Math.round(slowestMs)} ms`,
    )
  },
)

function compareWithReference(plan: Plan, records: readonly Buffer[], found: ReadonlyMap<string, TableCounts>): void {
  const numbered = records.map((value, index) => ({
    value,
    offset: 100 + index,
    key: null,
    timestampMs: Date.UTC(2026, 10, 20, 10) + index,
    headers: [],
  }))
  const expected = referenceRun(plan, 's', numbered, { topic: 'topic', partition: 3 }, {})
  for (const [table, counts] of expected.tables) {
    const own = found.get(table)
    assert.deepEqual(own === undefined ? null : shown(own), shown(counts), table)
  }
}

test(
  `${count} mutated records through bin/sluice run: the ledger exact, the rows in the files`,
  { timeout: hangMs },
  async (t) => {
    await inTemporaryFolder(async (folder) => {
      const input = join(folder, 'in.log')
      const bytes = writeRecords(input)
      writeFileSync(join(folder, 'mutated.sql'), program(input, join(folder, 'out')))
      const begin = performance.now()
      const {
        sources,
        tables: counted,
        sinks,
      } = await runToEnd([join(folder, 'mutated.sql'), '--state-dir', join(folder, 'state')])
      t.diagnostic(`MUTATED_SEED=${seed}: ${bytes} bytes in ${Math.round(performance.now() - begin)} ms`)
      assert.equal(sources['s'].in, count)
      let errored = 0
      for (const table of tables) {
        errored += await checkTable(counted[table], sinks[`${table}_files`].rows, join(folder, 'out', table))
      }
      const unwritten = (sources['s'] as { readonly errorsUnwritten?: number }).errorsUnwritten ?? 0
      assert.equal(sinks['bad'].rows + unwritten, errored, 'errors')
      const [bad] = await duckdb(`SELECT count(*)::INT AS "rows" FROM read_parquet('${folder}/out/bad/*.parquet')`)
      assert.equal(bad['rows'], sinks['bad'].rows)
    })
  },
)

function writeRecords(path: string): number {
  const random = new Random(seed)
  const file = openSync(path, 'w')
  const lineEnd = Buffer.from('\n')
  let bytes = 0
  for (let done = 0; done < count; done += batchRecords) {
    const records = Array.from({ length: Math.min(batchRecords, count - done) }, () => mutatedRecord(random))
    // Compressed files and other encodings are told by the first bytes: this one begins as text.
    if (done === 0) records[0] = Buffer.from('plain')
    bytes += writeSync(file, Buffer.concat(records.flatMap((record) => [record, lineEnd])))
  }
  closeSync(file)
  return bytes
}

/** How many errored. */
async function checkTable(counts: TableSummary, rows: number, folder: string): Promise<number> {
  const errored = sum(Object.values(counts.errored))
  assert.equal(counts.in, count)
  assert.equal(counts.in, counts.out + sum(Object.values(counts.dropped)) + errored)
  assert.equal(rows, counts.out)
  const [row] = await duckdb(
    `SELECT count(*)::INT AS "rows", count(DISTINCT at_offset)::INT AS records FROM read_parquet('${folder}/*.parquet')`,
  )
  assert.deepEqual(row, { rows: counts.out, records: counts.out })
  return errored
}

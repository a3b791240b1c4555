/** `sluice compact` as a user runs it: fewer files, the same rows, and the job goes on. */
import assert from 'node:assert/strict'
import { appendFileSync, globSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import { duckdb } from '../../support/read-back.ts'
import { sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const sql = `
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');
CREATE STREAMING TABLE t (
  n BIGINT NOT NULL, price DECIMAL(20, 4), at TIMESTAMP_LTZ(3), tags ARRAY<STRING>, seen MAP<STRING, INT>, dt STRING NOT NULL
) FROM s PARSE JSON;
CREATE SINK parquet PARTITIONED BY (dt) WITH ('connector' = 'hive', 'path' = 'parquet', 'format' = 'parquet') AS SELECT * FROM t;
CREATE SINK lines PARTITIONED BY (dt) WITH ('connector' = 'hive', 'path' = 'lines', 'format' = 'json') AS SELECT n, dt FROM t;
`

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => {
    const n = from + i
    const more = { price: n / 8, at: '2026-11-20T10:00:00.123Z', tags: [`t${n % 3}`, null], seen: { __proto__x: n } }
    return `${JSON.stringify({ n: 0, ...more, dt: `2026-11-${20 + (n % 2)}` }).replace('"n":0', `"n":90071992547400${String(n).padStart(2, '0')}`)}\n`
  }).join('')
}

test('the files of closed partitions are merged, nothing else', async (t) => {
  const project = new Project(t, { 'copy.sql': sql, 'in.log': '' })
  const cwd = project.folder
  for (let round = 0; round < 4; round++) {
    appendFileSync(project.path('in.log'), lines(round * 20, round * 20 + 20))
    const run = await sluice(['run', '--until', 'end', '--no-progress'], { cwd })
    assert.equal(run.code, 0, run.stderr)
  }
  const rows = async (): Promise<unknown> => ({
    parquet: await duckdb(`SELECT * FROM '${project.path('parquet/*/part-*.parquet')}' ORDER BY n`),
    lines: await duckdb(`SELECT n, dt FROM read_json('${project.path('lines/*/part-*.jsonl')}') ORDER BY n`),
  })
  const files = (): number => globSync(project.path('{parquet,lines}/*/part-*')).length
  const before = await rows()
  assert.equal(files(), 16)

  const early = await sluice(['compact'], { cwd })
  assert.match(early.stdout, /parquet dt=2026-11-20: 4 files, left alone: it has no _SUCCESS yet\n/)
  assert.equal(files(), 16)

  for (const folder of globSync(project.path('{parquet,lines}/*=*20'))) writeFileSync(`${folder}/_SUCCESS`, '')
  const dry = await sluice(['compact', '--dry-run', '--sink', 'parquet'], { cwd })
  assert.equal(
    dry.stdout,
    'parquet dt=2026-11-20: 4 files would be 1\nparquet dt=2026-11-21: 4 files, left alone: it has no _SUCCESS yet\n',
  )
  const compacted = await sluice(['compact'], { cwd })
  assert.equal(compacted.code, 0, compacted.stderr)
  assert.match(compacted.stdout, /lines dt=2026-11-20: 4 files are 1 now, 40 rows merged\n/)
  assert.match(compacted.stdout, /parquet dt=2026-11-20: 4 files are 1 now, 40 rows merged\n/)
  assert.equal(files(), 10)
  assert.equal(globSync(project.path('{parquet,lines}/*20/_SUCCESS')).length, 2)
  assert.deepEqual(await rows(), before)

  const again = await sluice(['compact', '--partition', 'dt=2026-11-20', '--sink', 'lines'], { cwd })
  assert.equal(again.stdout, 'lines dt=2026-11-20: 1 file, nothing to merge\n')
  appendFileSync(project.path('in.log'), lines(80, 90))
  const more = await sluice(['run', '--until', 'end', '--no-progress'], { cwd })
  assert.equal(more.code, 0, more.stderr)
  assert.equal(((await rows()) as { parquet: unknown[] }).parquet.length, 90)
})

test('what it cannot do it says', async (t) => {
  const project = new Project(t, { 'copy.sql': sql, 'in.log': lines(0, 4) })
  const cwd = project.folder
  const without = await sluice(['compact'], { cwd })
  assert.equal(without.code, 2)
  assert.match(without.stderr, /`.sluice` holds no state of a job\n.*name the folder that `run` had as --state-dir/)
  assert.equal((await sluice(['run', '--until', 'end', '--no-progress'], { cwd })).code, 0)
  const unknown = await sluice(['compact', '--sink', 'liens'], { cwd })
  assert.equal(unknown.code, 2)
  assert.match(unknown.stderr, /no sink `liens` writes files\n.*those that do: lines, parquet/)
  const size = await sluice(['compact', '--target-size', 'big'], { cwd })
  assert.equal(size.code, 2)
  assert.match(size.stderr, /wrong value for --target-size: must be a size such as/)
})

/** Partitions that are complete get a `_SUCCESS`, as event time passes them; late rows are told and kept. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import test from 'node:test'
import { duckdb } from '../../support/read-back.ts'
import { sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const sql = `
SET 'time.zone' = 'Asia/Shanghai';
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in/*.log');
CREATE STREAMING TABLE t (
  at   TIMESTAMP_LTZ(3) NOT NULL,
  dt   STRING NOT NULL AS date_format(at, 'yyyy-MM-dd'),
  hour STRING NOT NULL AS date_format(at, 'HH'),
  WATERMARK FOR at AS at - INTERVAL '5' MINUTE
) FROM s PARSE JSON;
CREATE SINK k PARTITIONED BY (dt, hour) WITH (
  'connector' = 'hive', 'path' = 'out', 'format' = 'json',
  'sink.partition-commit.trigger' = 'partition-time', 'sink.partition-commit.delay' = '1 h',
  'partition.time-extractor.timestamp-pattern' = '$dt $hour:00:00'
) AS SELECT * FROM t;
`

/** A record a minute, from so many minutes after 08:00 in Shanghai. */
function minutes(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => {
    return `{"at":"${new Date(Date.UTC(2026, 10, 20) + (from + i) * 60_000).toISOString()}"}\n`
  }).join('')
}

test('hours are complete once the watermark has passed their end', async (t) => {
  const project = new Project(t, { 'p.sql': sql })
  const run = async (name: string, from: number, to: number): Promise<string> => {
    project.write(`in/${name}.log`, minutes(from, to))
    const ended = await sluice(['run', '--until', 'end', '--no-progress'], { cwd: project.folder })
    assert.equal(ended.code, 0, ended.stderr)
    return ended.stderr
  }
  const complete = (): readonly string[] =>
    ['08', '09', '10'].filter((hour) => existsSync(project.path(`out/dt=2026-11-20/hour=${hour}/_SUCCESS`)))

  assert.doesNotMatch(await run('a', 0, 65), /is complete/)
  assert.deepEqual(complete(), [], '09:04 less five minutes is not past 09:00')
  assert.match(await run('b', 65, 70), /partition dt=2026-11-20\/hour=08 of sink k is complete/)
  assert.deepEqual(complete(), ['08'])
  assert.match(await run('c', 30, 33), /sink k: 3 rows came after their partitions were complete/)
  assert.deepEqual(complete(), ['08'])
  await run('d', 200, 201)
  assert.deepEqual(complete(), ['08', '09'], 'what an earlier process left open is closed, too')
  const [{ rows }] = await duckdb(`SELECT count(*)::INT AS rows FROM read_json('${project.path('out/*/*/*.jsonl')}')`)
  assert.equal(rows, 74)
})

/**
 * A file of several chunks and small ones beside it, read by one, two, three shards in turn, with `kill -9` in between: DuckDB
 * finds each line once, where it stood.
 */
import assert from 'node:assert/strict'
import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs'
import test from 'node:test'
import { Random } from '../../support/random.ts'
import { duckdb } from '../../support/read-back.ts'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { Project } from '../cli/project.ts'
import { Running } from '../cli/running.ts'

/** Of every line of the large file, with its newline: 90 MB in eleven chunks, and no line ends with one. */
const lineBytes = 300
const largeLines = 300_000
const smallFiles = 12
const smallLines = 500

function largeLine(n: number): string {
  return `${`{"n":${n},"more":"`.padEnd(lineBytes - 3, 'x')}"}\n`
}

function writeLarge(path: string): void {
  const file = openSync(path, 'w')
  const atOnce = 10_000
  for (let n = 0; n < largeLines; n += atOnce) {
    writeSync(file, Array.from({ length: atOnce }, (_, line) => largeLine(n + line)).join(''))
  }
  closeSync(file)
}

function projectText(shards: number, settings = ''): string {
  return `SET 'job.shards' = '${shards}'; ${settings}
    CREATE SOURCE lines WITH ('connector' = 'file', 'path' = 'in');
    CREATE STREAMING TABLE line (n BIGINT NOT NULL, name STRING METADATA FROM 'file.name', at BIGINT METADATA FROM 'offset')
    FROM lines PARSE JSON;
    CREATE SINK rows WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'parquet') AS SELECT * FROM line;`
}

test('files in shards, killed and divided anew: each line is there once', async (context) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  context.diagnostic(`SEED=${seed}`)
  const random = new Random(seed)
  const project = new Project(context, { 'in/.kept': '' })
  writeLarge(project.path('in/large.log'))
  for (let file = 0; file < smallFiles; file++) {
    const first = largeLines + file * smallLines
    const lines = Array.from({ length: smallLines }, (_, line) => `{"n":${first + line}}\n`)
    project.write(`in/small-${file}.log`, lines.join('').trimEnd())
  }
  const count = largeLines + smallFiles * smallLines

  let done = 0
  for (const shards of [1, 2, 3, 2]) {
    project.write('spec.sql', projectText(shards, "SET 'job.epoch-records' = '10000';"))
    const running = new Running(context, project, ['run', 'spec.sql', '--until', 'end', '-v'])
    const wanted = random.between(2, 5)
    await running.until(() => [...running.stderr.matchAll(/epoch \d+ committed/g)].length >= wanted)
    assert.equal(await running.stop('SIGKILL'), null, running.stderr)
    const { stdout } = await sluice(['status', '--output', 'json'], { cwd: project.folder })
    const { ledger } = JSON.parse(stdout) as { ledger: { sources: Record<string, { in: number }> } }
    assert.ok(ledger.sources['lines'].in > done, 'something was read')
    done = ledger.sources['lines'].in
  }
  assert.ok(done < count, 'the kills came while there was something to do')

  project.write('spec.sql', projectText(3))
  const summary = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.deepEqual([summary.sources['lines'].in, summary.sinks['rows'].rows], [count, count])
  await assertRows(project, count)

  // The file goes on, and its last line is of some lane; the newline that ends it begins no record.
  appendFileSync(project.path('in/small-0.log'), `\n{"n":${count}}\n`)
  appendFileSync(project.path('in/large.log'), `{"n":${count + 1}}\n`)
  const more = await runToEnd(['spec.sql'], { cwd: project.folder })
  assert.equal(more.sources['lines'].in, count + 3, 'an empty line is one that no table takes')
  const { stdout } = await sluice(['status'], { cwd: project.folder })
  assert.match(stdout, /large\.log +lane \d+ +byte [\d,]+/)
})

async function assertRows(project: Project, count: number): Promise<void> {
  const [row] = await duckdb(
    `SELECT count(DISTINCT n)::INT AS seen, count(*)::INT AS "rows", max(n)::INT AS last,
       (count(*) FILTER (WHERE name = 'large.log' AND "at" = n * ${lineBytes}))::INT AS placed,
       count(DISTINCT name)::INT AS names
     FROM read_parquet('${project.path('out')}/*.parquet')`,
  )
  assert.deepEqual(row, { seen: count, rows: count, last: count - 1, placed: largeLines, names: smallFiles + 1 })
}

/** `run --workers`: threads that share the files of a job do what one does, and end as one does. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { Random } from '../../support/random.ts'
import { duckdb } from '../../support/read-back.ts'
import { repository, runToEnd, sluice } from '../../support/sluice.ts'
import { copySql, jsonLines, Project } from './project.ts'
import { Running } from './running.ts'

const fileCount = 20
const linesOfFile = 1_000
const rows = fileCount * linesOfFile

/** Files of which each shard has some; the last line of each is broken. */
function projectOf(t: TestContext, settings = '', options = ''): Project {
  const project = new Project(t, { 'spec.sql': specOf(settings, options) })
  for (let file = 0; file < fileCount; file++) {
    project.write(`in/${file}.log`, `${jsonLines(linesOfFile, file * linesOfFile)}broken\n`)
  }
  return project
}

function specOf(settings = '', options = ''): string {
  return copySql('in', settings).replace("'path' = 'in'", `'path' = 'in'${options}`)
}

/** Independent of order. */
async function outputOf(project: Project): Promise<unknown> {
  const [found] = await duckdb(
    `SELECT count(*)::INT AS "rows", count(DISTINCT n)::INT AS seen, bit_xor(hash(n, text))::TEXT AS hash
     FROM read_json('${project.path('out')}/part-*.jsonl')`,
  )
  return found
}

const exceptFiles = ({ rows: written }: { readonly rows: number }): number => written

test('two threads write the rows of one, each once, and have the same ledger', async (t) => {
  const [alone, shared] = [projectOf(t), projectOf(t)]
  const expected = await runToEnd(['--workers', '1'], { cwd: alone.folder })
  const summary = await runToEnd(['--workers', '2'], { cwd: shared.folder })
  assert.deepEqual([summary.sources, summary.tables], [expected.sources, expected.tables])
  assert.equal(exceptFiles(summary.sinks['k']), exceptFiles(expected.sinks['k']))
  assert.equal(summary.tables['t'].errored['PARSE_JSON'], fileCount)
  assert.deepEqual(await outputOf(shared), await outputOf(alone))

  const { stdout } = await sluice(['status', '--output', 'json'], { cwd: shared.folder })
  const { shards } = JSON.parse(stdout) as { shards: readonly { readonly epoch: number }[] }
  assert.deepEqual(
    shards.map(({ epoch }) => epoch > 0),
    [true, true],
  )
  assert.ok(!existsSync(shared.path('out/_staging')), 'nothing is left in staging')
  assert.ok(readdirSync(shared.path('.sluice/lock')).some((name) => name.endsWith('.released')))
})

test('killed, stopped, and gone on with by one thread: each row once', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`SEED=${seed}`)
  const random = new Random(seed)
  const settings = "SET 'job.epoch-records' = '200';"
  const project = projectOf(t, settings, ", 'scan.rate-limit' = '5000'")
  const run = ['run', '--until', 'end', '-v', '--workers', '2']
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    const running = new Running(t, project, run)
    const commits = (): string[] =>
      [...running.stderr.matchAll(/^debug: (shard 1, )?epoch \d+ committed/gm)].map(String)
    await running.until(() => commits().length > 3)
    await new Promise((resolve) => setTimeout(resolve, random.between(0, 300)))
    assert.equal(await running.stop(signal), signal === 'SIGKILL' ? null : 130, running.stderr)
    if (signal === 'SIGTERM') assert.match(running.stderr, /to go on after epochs \d+ \(shard 0\), \d+ \(shard 1\)$/m)
  }
  project.write('spec.sql', specOf())
  const summary = await runToEnd(['--workers', '1'], { cwd: project.folder })
  assert.equal(summary.tables['t'].out, rows)
  assert.equal(summary.sources['s'].in, rows + fileCount)
  const { hash: _, ...counts } = (await outputOf(project)) as { hash: string }
  assert.deepEqual(counts, { rows, seen: rows })
})

test('a thread that breaks takes the process with it, and the next run goes on', async (t) => {
  const project = projectOf(t, '', ", 'scan.rate-limit' = '5000'")
  const NODE_OPTIONS = `--import ${join(repository, 'test/support/fail-in-worker.mjs')}`
  const run = ['run', '--until', 'end', '--workers', '2']
  const { code, stderr } = await sluice(run, { cwd: project.folder, env: { FAIL_IN_WORKER: '1', NODE_OPTIONS } })
  assert.equal(code, 2, stderr)
  assert.match(stderr, /^error: internal error: something broke in a thread$/m)
  project.write('spec.sql', specOf())
  const summary = await runToEnd(['--workers', '2'], { cwd: project.folder })
  assert.equal(summary.tables['t'].out, rows)
  const { hash: _, ...counts } = (await outputOf(project)) as { hash: string }
  assert.deepEqual(counts, { rows, seen: rows })
})

test('what a thread cannot do is said in the words of one', async (t) => {
  const failed = async (count: number): Promise<string> => {
    const project = projectOf(t)
    project.write('out', 'a file where a folder should be')
    const { code, stderr } = await sluice(['run', '--until', 'end', '--workers', String(count)], {
      cwd: project.folder,
    })
    assert.equal(code, 2, stderr)
    return stderr
  }
  const alone = await failed(1)
  assert.match(alone, /^error: .*folder/)
  assert.equal(await failed(2), alone)
})

test('where one thread has to do it, those who asked for two are told', async (t) => {
  const project = projectOf(t)
  const told = async (...more: string[]): Promise<string> => {
    const { code, stderr } = await sluice(['run', '--until', 'end', ...more], { cwd: project.folder })
    assert.equal(code, 0, stderr)
    return /^warning: .*thread.*$/m.exec(stderr)?.[0] ?? 'nothing'
  }
  assert.equal(await told(), 'nothing', 'little input: one thread by default, and one shard')
  assert.match(await told('--workers', '2'), /^warning: one thread does it all, and not 2: .*SET 'job.shards'/)
  project.write(
    'spec.sql',
    specOf().replace(/CREATE SINK[^;]*;/, "CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;"),
  )
  assert.match(await told('--workers', '2', '--state-dir', 'other'), /^warning: .*: rows are printed in order/)
})

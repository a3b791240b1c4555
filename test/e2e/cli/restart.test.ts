/** Stopping and going on, by signals: clean ones, and kill -9 at any moment. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { appendFileSync, existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { repository, runToEnd } from '../../support/sluice.ts'
import { copySql, jsonLines, Project } from './project.ts'

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>
}

function start(project: Project, commandLine: readonly string[]): Running {
  const child = spawn(process.execPath, [join(repository, 'bin/sluice.js'), ...commandLine], { cwd: project.folder })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdout.resume()
  const ended = new Promise<{ code: number | null; stderr: string }>((done) => {
    child.once('close', (code) => done({ code, stderr }))
  })
  return { child, ended }
}

/** Resolves when something is so, or the process has ended. */
async function until(running: Running, isSo: () => boolean): Promise<void> {
  let over = false
  void running.ended.then(() => (over = true))
  while (!over && !isSo()) await new Promise((next) => setTimeout(next, 2))
}

function epochs(project: Project): number {
  const folder = project.path('.sluice/committed/1/0')
  return existsSync(folder) ? readdirSync(folder).length : 0
}

function visibleRows(project: Project): number[] {
  return globSync(project.path('out/part-*.jsonl'))
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
    .map((line) => (JSON.parse(line) as { n: number }).n)
    .toSorted((a, b) => a - b)
}

test('kill -9 again and again: every row once, and the ledger of one run', async (t) => {
  const rows = 120_000
  const sql = copySql('in.log', "SET 'job.epoch-records' = '1';")
  const project = new Project(t, { 'a.sql': sql, 'in.log': jsonLines(rows) })
  let kills = 0
  for (let reached = 0; ;) {
    const running = start(project, ['run', '--until', 'end'])
    // A few epochs further, then whatever it is doing just then.
    await until(running, () => epochs(project) >= reached + 3)
    running.child.kill('SIGKILL')
    const { code, stderr } = await running.ended
    if (code !== null) {
      assert.equal(code, 0, stderr)
      break
    }
    kills++
    reached = epochs(project)
  }
  assert.ok(kills >= 3, `killed ${kills} times`)
  const summary = await runToEnd([], { cwd: project.folder })
  assert.deepEqual(
    visibleRows(project),
    Array.from({ length: rows }, (_, n) => n),
  )
  assert.deepEqual(summary.tables, { t: { in: rows, out: rows, dropped: {}, errored: {} } })
  assert.equal(summary.sinks.k.rows, rows)
  assert.equal(summary.sinks.k.files, globSync(project.path('out/part-*')).length)
  assert.ok(!existsSync(project.path('out/_staging')), 'nothing is left in staging')
})

test('SIGTERM commits what was read, exits with 130 and says how to go on; lines that come later follow', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(50_000) })
  const running = start(project, ['run'])
  await until(running, () => globSync(project.path('out/_staging/*/*/*')).length > 0)
  running.child.kill('SIGTERM')
  const { code, stderr } = await running.ended
  assert.equal(code, 130, stderr)
  assert.match(stderr, /^SIGTERM: committing what has been read, then stopping \(again: at once\)$/m)
  assert.match(stderr, /^stopped; run again with --state-dir \.sluice to go on after epoch 1$/m)
  const first = visibleRows(project)
  assert.ok(first.length > 0)

  appendFileSync(project.path('in.log'), jsonLines(1000, 50_000))
  const summary = await runToEnd([], { cwd: project.folder })
  assert.equal(summary.sources.s.in, 51_000)
  assert.deepEqual(
    visibleRows(project),
    Array.from({ length: 51_000 }, (_, n) => n),
  )
})

test('Ctrl-C while it waits for more', async (t) => {
  const sql = copySql('in.log', "SET 'job.epoch-records' = '1';")
  const project = new Project(t, { 'a.sql': sql, 'in.log': jsonLines(10) })
  const running = start(project, ['run'])
  await until(running, () => epochs(project) === 1)
  appendFileSync(project.path('in.log'), jsonLines(5, 10))
  await until(running, () => epochs(project) === 2)
  running.child.kill('SIGINT')
  assert.equal((await running.ended).code, 130)
  assert.deepEqual(
    visibleRows(project),
    Array.from({ length: 15 }, (_, n) => n),
  )
})

test('two processes do not share a state folder', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(10) })
  const running = start(project, ['run'])
  await until(running, () => existsSync(project.path('.sluice/job.json')))
  const second = start(project, ['run', '--until', 'end'])
  const { code, stderr } = await second.ended
  assert.equal(code, 2)
  assert.equal(
    stderr,
    `error: the state in \`.sluice\` is in use by process ${running.child.pid}\n  = help: stop it first, or use another --state-dir for another job\n`,
  )
  running.child.kill('SIGINT')
  assert.equal((await running.ended).code, 130)
})

test('a lost state is noticed before anything is written twice', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(10) })
  await runToEnd([], { cwd: project.folder })
  const [file] = globSync('out/part-*', { cwd: project.folder })
  const again = await start(project, ['run', '--until', 'end', '--state-dir', 'other']).ended
  assert.equal(again.code, 2)
  assert.equal(
    again.stderr,
    `error: sink \`k\` already holds files (\`${file}\`), and the state of this job knows nothing of them
  = help: run with the --state-dir they were written with, or empty the folder, or add to it with --into-existing
`,
  )
  const added = await runToEnd(['--state-dir', 'other', '--into-existing'], { cwd: project.folder })
  assert.equal(added.sinks.k.rows, 10)
  assert.equal(visibleRows(project).length, 20)
})

test("another job's state is refused", async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(10) })
  await runToEnd([], { cwd: project.folder })
  project.write('a.sql', copySql('in.log').replace('SOURCE s', 'SOURCE other').replace('FROM s', 'FROM other'))
  const { code, stderr } = await start(project, ['run', '--until', 'end']).ended
  assert.equal(code, 2)
  assert.equal(
    stderr,
    `error: the state in \`.sluice\` belongs to job \`s\`, this is job \`other\`
  = help: use another --state-dir, or SET 'job.name' = 's' if it is the same job under a new name
`,
  )
})

test('a plan that has changed goes on where the old one stopped', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(10) })
  await runToEnd([], { cwd: project.folder })
  appendFileSync(project.path('in.log'), jsonLines(10, 10))
  project.write('a.sql', copySql('in.log').replace('text STRING', 'text STRING, m BIGINT AS n * 2'))
  const summary = await runToEnd([], { cwd: project.folder })
  assert.equal(summary.sources.s.in, 20)
  assert.deepEqual(
    visibleRows(project),
    Array.from({ length: 20 }, (_, n) => n),
  )
  assert.ok(globSync(project.path('out/part-*-2-*')).every((file) => readFileSync(file, 'utf8').includes('"m":')))
})

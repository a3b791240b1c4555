/** `sluice status`: a job's state, looked at before, while and after it runs, and where it is damaged. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { copySql, jsonLines, Project } from './project.ts'
import { Running } from './running.ts'

interface StatusJson {
  readonly job: { readonly name: string; readonly uuid: string }
  readonly stateDir: string
  readonly process: { readonly pid: number; readonly host: string; readonly state: string } | null
  readonly epoch: { readonly number: number; readonly committedAt: string; readonly published: boolean } | null
  readonly positions: Readonly<Record<string, readonly object[]>>
  readonly ledger: { readonly sinks: Readonly<Record<string, unknown>>; readonly tables: object }
  readonly errorCodes: Readonly<Record<string, number>>
}

async function statusOf(project: Project): Promise<StatusJson> {
  const { code, stdout, stderr } = await sluice(['status', '--output', 'json'], { cwd: project.folder })
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
  return JSON.parse(stdout) as StatusJson
}

async function refuses(project: Project, stderr: string): Promise<void> {
  assert.deepEqual(await sluice(['status'], { cwd: project.folder }), { code: 2, stdout: '', stderr })
}

/** Every file of the state, with its content. */
function contents(project: Project): readonly (readonly [string, string])[] {
  return readdirSync(project.path('.sluice'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'utf8')] as const)
}

const restore = 'restore the state from a copy, or start anew with another --state-dir and empty sinks'

test('after a run: job, epoch, positions, ledger and errors; nothing is changed', async (t) => {
  const sql = copySql('in.log', "SET 'job.name' = 'copy';")
  const project = new Project(t, { 'a.sql': sql, 'in.log': `${jsonLines(3)}no json\n{"n":"x"}\n` })
  const summary = await runToEnd([], { cwd: project.folder })
  const before = contents(project)
  const { code, stdout } = await sluice(['status'], { cwd: project.folder })
  assert.equal(code, 0)
  const shown = stdout
    .replace(/[\da-f]{8}-[\da-f-]{27}/, '<uuid>')
    .replace(/\(\d+\)/, '(<pid>)')
    .replace(/committed \S+ \(\d+ s ago\)/, 'committed <time>')
    .replace(/(errors of s .* )\d+ B/, '$1<size>')
  assert.equal(
    shown,
    `  job      copy (<uuid>)
  state    .sluice
  process  none; the last one (<pid>) ended by itself
  epoch    1, committed <time>, 5 records

  source  read from  partition  up to
  s       in.log                byte 90, line 5

The ledger since the first start of this job

  source  in  unclaimed
  s        5          0

  table  in  out  dropped  errored
  t       5    3  -        CAST 1, PARSE_JSON 1

  sink         rows  files  bytes
  k               3      1   72 B
  errors of s     2      2  <size>

  error       records  of tables
  CAST              1  t
  PARSE_JSON        1  t
  .sluice/errors/s: failed records of s
`,
  )

  const json = await statusOf(project)
  assert.equal(json.job.name, 'copy')
  assert.equal(json.process?.state, 'released')
  assert.deepEqual([json.epoch?.number, json.epoch?.published], [1, true])
  assert.ok(Math.abs(Date.parse(json.epoch!.committedAt) - Date.now()) < 600_000)
  assert.deepEqual(json.ledger.tables, summary.tables)
  assert.deepEqual(json.ledger.sinks['k'], summary.sinks.k)
  assert.deepEqual(json.errorCodes, { CAST: 1, PARSE_JSON: 1 })
  assert.equal(json.positions['s'].length, 1)
  assert.deepEqual(contents(project), before)
})

test('while it runs, and after kill -9', async (t) => {
  const sql = copySql('in.log', "SET 'job.epoch-records' = '1';")
  const project = new Project(t, { 'a.sql': sql, 'in.log': jsonLines(10) })
  const running = new Running(t, project, ['run'])
  await running.until(() => existsSync(project.path('.sluice/published/1/0/1')))
  const { process: owner, epoch } = await statusOf(project)
  assert.deepEqual(owner, { pid: running.child.pid, host: hostname(), state: 'running' })
  assert.equal(epoch?.number, 1)

  await running.stop('SIGKILL')
  assert.equal((await statusOf(project)).process?.state, 'gone')
  const { stdout } = await sluice(['status'], { cwd: project.folder })
  assert.match(stdout, new RegExp(`^  process  none; the last one \\(${running.child.pid}\\) was killed, `, 'm'))
})

test('before the first commit', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': '' })
  const running = new Running(t, project, ['run'])
  await running.until(() => existsSync(project.path('.sluice/job.json')))
  const { stdout } = await sluice(['status'], { cwd: project.folder })
  assert.match(stdout, /^ {2}epoch {4}none committed yet$/m)
  assert.equal((await statusOf(project)).epoch, null)
  assert.equal(await running.stop('SIGTERM'), 130)
})

test('an epoch whose files do not all have their final names yet', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(1) })
  await runToEnd([], { cwd: project.folder })
  unlinkSync(project.path('.sluice/published/1/0/1'))
  assert.equal((await statusOf(project)).epoch?.published, false)
  const { stdout } = await sluice(['status'], { cwd: project.folder })
  assert.match(stdout, /1 record; not all of its files have their final names yet$/m)
})

test('no state', async (t) => {
  const project = new Project(t)
  const help =
    'name the folder that `run` keeps it in with --state-dir; the default is `.sluice` in the folder that `run` was started in'
  await refuses(project, `error: \`.sluice\` holds no state of a job\n  = help: ${help}\n`)
  assert.ok(!existsSync(project.path('.sluice')))
  project.write('file', '')
  const { code, stderr } = await sluice(['status', '--state-dir', 'file'], { cwd: project.folder })
  assert.equal(code, 2)
  assert.match(stderr, /^error: .*`file\/job\.json`: a part of the path is not a folder \(ENOTDIR\)\n$/)
})

test('damaged state', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(1) })
  await runToEnd([], { cwd: project.folder })
  const head = '.sluice/committed/1/0/1'
  const whole = readFileSync(project.path(head), 'utf8')

  truncateSync(project.path(head), 20)
  await refuses(project, `error: \`${head}\` is damaged: it is no JSON\n  = help: ${restore}\n`)
  writeFileSync(project.path(head), whole.replace('"positions"', '"pos"'))
  await refuses(project, `error: \`${head}\` is damaged: it has no positions\n  = help: ${restore}\n`)
  writeFileSync(project.path(head), 'null')
  await refuses(project, `error: \`${head}\` is damaged: it is no manifest\n  = help: ${restore}\n`)
  writeFileSync(project.path(head), whole)

  const [lock] = readdirSync(project.path('.sluice/lock')).filter((name) => /^\d+$/.test(name))
  truncateSync(project.path('.sluice/lock', lock), 3)
  await refuses(
    project,
    `error: \`.sluice/lock/${lock}\` is damaged\n  = help: if no process runs this job, remove it\n`,
  )
  unlinkSync(project.path('.sluice/lock', lock))

  renameSync(project.path('.sluice/job.json'), project.path('job.json'))
  await refuses(
    project,
    'error: `.sluice` holds epochs of a job, and its job.json is missing\n  = help: restore job.json, or use another --state-dir\n',
  )
})

test('names of files do not steer the terminal', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in'), 'in/\u001b[31m.log': jsonLines(1) })
  await runToEnd([], { cwd: project.folder })
  const { stdout } = await sluice(['status'], { cwd: project.folder })
  assert.match(stdout, /^ {2}s {7}in\/\\x1b\[31m\.log /m)
  assert.ok(!stdout.includes('\u001b'))
})

const timedSql = `
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
CREATE STREAMING TABLE t (
  at TIMESTAMP_LTZ(3) NOT NULL,
  dt STRING NOT NULL AS date_format(at, 'yyyy-MM-dd'),
  WATERMARK FOR at AS at - INTERVAL '1' HOUR
) FROM s PARSE JSON;
CREATE SINK k PARTITIONED BY (dt) WITH (
  'connector' = 'hive', 'path' = 'out', 'format' = 'json',
  'sink.partition-commit.trigger' = 'partition-time', 'sink.partition-commit.delay' = '1 d'
) AS SELECT * FROM t;
`

test('with a project: event time, rows by day, and the partitions that are not complete', async (t) => {
  const line = (day: number): string => `{"at":"2026-11-${String(day).padStart(2, '0')}T12:00:00Z"}\n`
  const days = Array.from({ length: 9 }, (_, index) => line(index + 1)).join('')
  const project = new Project(t, { 'p.sql': timedSql, 'in/a.log': `${days}${line(9)}` })
  await runToEnd([], { cwd: project.folder })
  const { code, stdout, stderr } = await sluice(['status', 'p.sql'], { cwd: project.folder })
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
  assert.match(stdout, /^ {2}sink  incomplete partitions  oldest\n {2}k +1  dt=2026-11-09$/m)
  assert.match(
    stdout,
    /^ {2}table  watermark +event day +rows\n {2}t {6}2026-11-09T11:00:00.000Z( \(.* ago\))? +2026-11-09 +2\n +2026-11-08 +1\n/m,
  )
  assert.match(stdout, /^ +2026-11-03 +1\n +… and 2 before$/m)

  const found = await sluice(['status', 'p.sql', '--lag', '--output', 'json'], { cwd: project.folder })
  const json = JSON.parse(found.stdout) as Record<string, unknown>
  assert.deepEqual(json['incompletePartitions'], [{ sink: 'k', count: 1, oldest: 'dt=2026-11-09' }])
  assert.deepEqual(json['watermarks'], { t: '2026-11-09T11:00:00.000Z' })
  assert.deepEqual(json['lag'], [], 'no source is in Kafka')
  assert.match((await sluice(['status', '--lag'], { cwd: project.folder })).stdout, /no source is in Kafka/)
  // Without the project nobody knows.
  assert.doesNotMatch((await sluice(['status'], { cwd: project.folder })).stdout, /incomplete/)
})

test("a project that is not the state's", async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log', "SET 'job.name' = 'a';"), 'in.log': jsonLines(1) })
  await runToEnd([], { cwd: project.folder })
  project.write('a.sql', copySql('in.log', "SET 'job.name' = 'b';"))
  const { code, stdout, stderr } = await sluice(['status', 'a.sql'], { cwd: project.folder })
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' })
  assert.match(stderr, /^error: the state in `.sluice` belongs to job `a`, this is job `b`\n/)
  project.write('a.sql', 'CREATE')
  assert.equal((await sluice(['status', 'a.sql'], { cwd: project.folder })).code, 1)
})

test('errors that no row of the error stream tells of', async (t) => {
  const sql = copySql('in.log', "SET 'job.errors-per-second' = '1';")
  const project = new Project(t, { 'a.sql': sql, 'in.log': 'no json\n'.repeat(200) })
  await runToEnd([], { cwd: project.folder })
  const json = JSON.parse((await sluice(['status', '--output', 'json'], { cwd: project.folder })).stdout) as {
    errorsUnwritten: number
  }
  assert.ok(json.errorsUnwritten > 0 && json.errorsUnwritten < 200, String(json.errorsUnwritten))
  const { stdout } = await sluice(['status'], { cwd: project.folder })
  assert.ok(
    stdout.includes(`  ${json.errorsUnwritten} errors in no row of the error stream: there were too many`),
    stdout,
  )
})

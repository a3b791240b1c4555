/** `run --http` and the log: what somebody who watches a job from outside sees. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { sluice } from '../../support/sluice.ts'
import { copySql, jsonLines, Project } from './project.ts'
import { answers, Running } from './running.ts'

const eachBatch = "SET 'job.epoch-records' = '1';"
const badLine = 'secret-key no json'

async function text(url: string): Promise<string> {
  return (await fetch(url)).text()
}

/** `name{labels}` -> value. */
function samples(metrics: string): ReadonlyMap<string, number> {
  const lines = metrics.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

/** A port that somebody listens on and never says a word. */
async function silentServer(t: TestContext): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

test('metrics are the ledger of this process, without data in them', async (t) => {
  const filtered = copySql('in.log', eachBatch).replace(' PARSE', " FILTER CONTAINS 'n' PARSE")
  const project = new Project(t, { 'a.sql': filtered, 'in.log': `${jsonLines(20)}${badLine}\nxyz\n` })
  const running = new Running(t, project, ['run', '--http', '0'])
  const url = await running.url()
  await running.until(async () => samples(await text(`${url}/metrics`)).get('sluice_last_epoch') === 1)

  const response = await fetch(`${url}/metrics`)
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const metrics = await response.text()
  const found = samples(metrics)
  const expected: Readonly<Record<string, number>> = {
    sluice_ready: 1,
    'sluice_records_in_total{source="s"}': 22,
    'sluice_records_unclaimed_total{source="s"}': 1,
    'sluice_records_out_total{source="s",table="t"}': 20,
    'sluice_records_dropped_total{source="s",table="t",reason="filter"}': 1,
    'sluice_records_errors_total{source="s",table="t",code="PARSE_JSON"}': 1,
    'sluice_rows_total{sink="k"}': 20,
    'sluice_files_total{sink="k"}': 1,
    'sluice_rows_total{sink="errors of s"}': 1,
    'sluice_source_remaining_bytes{source="s"}': 0,
    sluice_epoch_duration_seconds_count: 1,
    sluice_commit_duration_seconds_count: 1,
  }
  for (const [name, value] of Object.entries(expected)) assert.equal(found.get(name), value, name)
  assert.ok(found.get('sluice_bytes_total{sink="k"}')! > 400)
  assert.ok(Math.abs(found.get('sluice_last_commit_timestamp_seconds')! - Date.now() / 1000) < 600)
  assert.match(metrics, /^sluice_build_info\{version="0\.1\.0",node="\d+\.\d+\.\d+",plan="[\da-f]{12}"\} 1$/m)
  assert.ok(found.get('process_resident_memory_bytes')! > 1e6)
  assert.ok(!metrics.includes('secret') && !metrics.includes('line 1'))
  assert.equal(await running.stop('SIGTERM'), 130)
})

test('/livez, /readyz, and what is neither', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(1) })
  const running = new Running(t, project, ['run', '--http', '127.0.0.1:0'])
  const url = await running.url()
  await running.until(async () => (await fetch(`${url}/readyz`)).status === 200)
  assert.equal(await text(`${url}/readyz?verbose`), 'ready\n')
  assert.equal(await text(`${url}/livez`), 'alive\n')
  const head = await fetch(`${url}/readyz`, { method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '6', ''])
  const post = await fetch(`${url}/readyz`, { method: 'POST', body: 'x' })
  assert.deepEqual([post.status, post.headers.get('allow')], [405, 'GET, HEAD'])
  const other = await fetch(`${url}/../etc/passwd`)
  assert.deepEqual([other.status, await other.text()], [404, 'there are /livez, /readyz, /metrics\n'])
  assert.equal(await running.stop('SIGTERM'), 130)
})

test('alive and not ready while a source is being opened', async (t) => {
  const port = await silentServer(t)
  const kafka = `'kafka', 'topic' = 'raw', 'properties.bootstrap.servers' = '127.0.0.1:${port}', 'properties.group.id' = 'g'`
  const sql = copySql('in.log').replace("'file', 'path' = 'in.log'", kafka)
  const project = new Project(t, { 'a.sql': sql })
  const running = new Running(t, project, ['run', '--http', '0'])
  const url = await running.url()
  const ready = await fetch(`${url}/readyz`)
  assert.deepEqual([ready.status, await ready.text()], [503, 'starting\n'])
  assert.equal((await fetch(`${url}/livez`)).status, 200)
  const found = samples(await text(`${url}/metrics`))
  assert.equal(found.get('sluice_ready'), 0)
  assert.equal(found.has('sluice_records_in_total{source="s"}'), false)
})

test('a stop takes the server with it, whoever is still connected', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(1) })
  const running = new Running(t, project, ['run', '--http', '0'])
  const url = await running.url()
  await running.until(async () => (await fetch(`${url}/readyz`)).status === 200)
  const agent = new Agent({ keepAlive: true })
  t.after(() => agent.destroy())
  await new Promise((done) => get(`${url}/livez`, { agent }, (response) => response.resume().once('end', done)))
  assert.equal(await answers(url), true)
  assert.equal(await running.stop('SIGINT'), 130)
  assert.equal(await answers(url), false)
})

test('a port that is taken, and addresses that are none', async (t) => {
  const port = await silentServer(t)
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(1) })
  const taken = await sluice(['run', '--http', String(port)], { cwd: project.folder })
  assert.deepEqual(taken, {
    code: 2,
    stdout: '',
    stderr: `error: cannot listen on 127.0.0.1:${port}: another process has that port (EADDRINUSE)\n  = help: give another one with --http; 0 takes any free one\n`,
  })
  assert.ok(!existsSync(project.path('.sluice')), 'nothing has been begun')

  const foreign = await sluice(['run', '--http', '192.0.2.1:0'], { cwd: project.folder })
  assert.equal(foreign.code, 2)
  assert.match(foreign.stderr, /^error: cannot listen on 192\.0\.2\.1:0: this machine does not have that address/)

  const wrong = await sluice(['run', '--http', 'x:y'], { cwd: project.folder })
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /^error: option '--http <\[host:\]port>' argument 'x:y' is invalid\. It must be PORT or/)
})

interface LogLine {
  readonly level: number
  readonly time: number
  readonly pid: number
  readonly hostname: string
  readonly msg: string
  readonly [field: string]: unknown
}

test('--log-format json: every line is one of pino, progress among them', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log', eachBatch), 'in.log': `${jsonLines(20)}${badLine}\n` })
  const running = new Running(t, project, ['-v', 'run', '--log-format', 'json', '--http', '0'])
  await running.until(() => running.stderr.includes('"recordsPerSecond"'))
  assert.equal(await running.stop('SIGTERM'), 130)
  const lines = running.stderr.trimEnd().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as LogLine)
  for (const { level, time, pid, hostname, msg } of entries) {
    assert.ok([20, 30, 40, 50].includes(level) && pid === running.child.pid && hostname !== '' && msg !== '')
    assert.ok(Math.abs(time - Date.now()) < 600_000)
  }
  const [committed] = entries.filter((entry) => entry.msg.startsWith('epoch 1 committed: 21 records, 2 files, in '))
  assert.deepEqual([committed.level, committed.epoch, committed.records, committed.files], [20, 1, 21, 2])
  const [progress] = entries.filter((entry) => 'recordsPerSecond' in entry)
  assert.match(progress.msg, /^21 records, \d+\/s, 1 error, epoch 1$/)
  assert.deepEqual(
    [progress.level, progress.records, progress.errors, progress.epoch, progress.remaining],
    [30, 21, 1, 1, { records: null, bytes: 0 }],
  )
  const [ledger] = entries.filter((entry) => entry.msg === 'ledger')
  assert.equal((ledger.ledger as { sources: { s: { in: number } } }).sources.s.in, 21)
  assert.ok(!running.stderr.includes('secret'))
})

test('--log-format json: what does not compile, too', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log').replace('SELECT *', 'SELECT wrong') })
  const { code, stderr } = await sluice(['run', '--log-format', 'json'], { cwd: project.folder })
  assert.equal(code, 1)
  const entry = JSON.parse(stderr) as LogLine
  assert.deepEqual([entry.level, entry.msg], [50, 'E2004: unknown column `wrong`'])
})

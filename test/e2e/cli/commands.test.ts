/** The commands beside `run`: what they print, and what they exit with. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { repository, runToEnd, sluice } from '../../support/sluice.ts'
import { copySql, jsonLines, Project } from './project.ts'

test('--version and --help', async () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }
  assert.deepEqual(await sluice(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' })
  const help = await sluice(['--help'])
  assert.deepEqual({ code: help.code, stderr: help.stderr }, { code: 0, stderr: '' })
  for (const command of ['init', 'lint', 'compile', 'explain', 'test', 'sample', 'run']) {
    assert.match(help.stdout, new RegExp(`^  ${command} `, 'm'))
  }
  const nothing = await sluice([])
  assert.deepEqual({ code: nothing.code, stdout: nothing.stdout }, { code: 2, stdout: '' })
})

test('init writes a project that passes its tests and runs, and overwrites nothing', async (t) => {
  const project = new Project(t)
  const made = await sluice(['init', 'mine'], { cwd: project.folder })
  assert.equal(made.code, 0, made.stderr)
  assert.match(made.stderr, /^Wrote mine\/login\.sql and mine\/logs\/game\.log\. Next:$/m)

  const cwd = project.path('mine')
  assert.deepEqual(await sluice(['lint', '--max-warnings', '0'], { cwd }), {
    code: 0,
    stdout: '',
    stderr: '1 file: no findings\n',
  })
  assert.equal((await sluice(['test'], { cwd })).stdout, '1 table, 3 cases: 3 passed\n')
  const summary = await runToEnd([], { cwd })
  assert.deepEqual(summary.tables.role_login, {
    in: 6,
    out: 3,
    dropped: { filter: 1 },
    errored: { CAST: 1, PARSE_JSON: 1 },
  })

  const again = await sluice(['init', 'mine'], { cwd: project.folder })
  assert.deepEqual(again, {
    code: 2,
    stdout: '',
    stderr: 'error: `mine/login.sql` exists already, and init overwrites nothing\n',
  })
})

const misspelt = copySql('in.log').trimStart().replace('SELECT *', 'SELECT n, txt')

test('lint in every format', async (t) => {
  const project = new Project(t, { 'a.sql': misspelt })
  const cwd = project.folder
  const github = await sluice(['lint', '--format', 'github'], { cwd })
  assert.equal(
    github.stdout,
    '::error file=a.sql,line=3,endLine=3,col=91,endColumn=94,title=E2004::unknown column `txt`%0Anot a column of `t`%0Ahelp: did you mean `text`?\n',
  )
  const sarif = JSON.parse((await sluice(['lint', '--format', 'sarif'], { cwd })).stdout) as {
    version: string
    runs: { results: { ruleId: string; locations: { physicalLocation: { region: object } }[] }[] }[]
  }
  assert.equal(sarif.version, '2.1.0')
  assert.deepEqual(
    sarif.runs[0].results.map(({ ruleId, locations }) => [ruleId, locations[0].physicalLocation.region]),
    [['E2004', { startLine: 3, startColumn: 91, endLine: 3, endColumn: 94 }]],
  )
  const junit = await sluice(['lint', '--format', 'junit'], { cwd })
  assert.match(junit.stdout, /<testsuites tests="1" failures="1" errors="0">/)
  assert.match(junit.stdout, /<failure message="E2004: unknown column `txt`">/)

  const human = await sluice(['lint'], { cwd })
  assert.equal(human.code, 1)
  assert.match(human.stdout, /^error\[E2004\]: unknown column `txt`$/m)
  assert.equal(human.stderr, '1 file: 1 error, 0 warnings\n')

  const toFile = await sluice(['lint', '--output', 'findings.txt'], { cwd })
  assert.equal(toFile.stdout, '')
  assert.equal(readFileSync(project.path('findings.txt'), 'utf8'), human.stdout)
})

test('lint reads stdin, and counts warnings where asked to', async (t) => {
  const project = new Project(t)
  const text = copySql('in.log').trimStart().replace("'out'", "'Out'").replace('text STRING', 'Text STRING')
  const lenient = await sluice(['lint', '-'], { cwd: project.folder, input: text })
  assert.equal(lenient.code, 0, lenient.stdout)
  assert.match(lenient.stdout, /^warning\[W\d+\]: .*\n --> stdin:/)
  const strict = await sluice(['lint', '-', '--max-warnings', '0'], { cwd: project.folder, input: text })
  assert.equal(strict.code, 1)
  assert.match(strict.stderr, /^1 file: 0 errors, \d+ warnings? \(at most 0 allowed\)$/m)
})

test('colour only where it is wanted', async (t) => {
  const { folder: cwd } = new Project(t, { 'a.sql': misspelt })
  const isColoured = async (flags: string[], env: NodeJS.ProcessEnv): Promise<boolean> =>
    (await sluice(['lint', ...flags], { cwd, env })).stdout.includes('\u001b[')
  assert.equal(await isColoured([], {}), false)
  assert.equal(await isColoured(['--color'], {}), true)
  assert.equal(await isColoured([], { NO_COLOR: undefined, FORCE_COLOR: '1' }), true)
  assert.equal(await isColoured(['--no-color'], { NO_COLOR: undefined, FORCE_COLOR: '1' }), false)
})

test('compile prints one target, or writes all', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log') })
  const cwd = project.folder
  const avro = await sluice(['compile', '--target', 'avro'], { cwd })
  assert.deepEqual(JSON.parse(avro.stdout), {
    k: {
      type: 'record',
      name: 'k',
      fields: [
        { name: 'n', type: 'long' },
        { name: 'text', type: ['null', 'string'], default: null },
      ],
    },
  })
  const plan = JSON.parse((await sluice(['compile'], { cwd })).stdout) as { sources: { name: string }[] }
  assert.deepEqual(
    plan.sources.map(({ name }) => name),
    ['s'],
  )
  const all = await sluice(['compile', '--out-dir', 'made/here'], { cwd })
  assert.deepEqual({ code: all.code, stdout: all.stdout }, { code: 0, stdout: '' })
  assert.ok(readdirSync(project.path('made/here')).includes('plan.json'))
  const wrong = await sluice(['compile'], { cwd: new Project(t, { 'a.sql': misspelt }).folder })
  assert.deepEqual({ code: wrong.code, stdout: wrong.stdout }, { code: 1, stdout: '' })
})

test('explain names every stage', async (t) => {
  const { folder: cwd } = new Project(t, { 'a.sql': copySql('in.log') })
  const { code, stdout } = await sluice(['explain'], { cwd })
  assert.equal(code, 0)
  for (const word of ['Source s', 'Table t', 'Filter', 'Parser', 'Extender', 'Formatter', 'Splitter', 'Loader']) {
    assert.ok(stdout.includes(word), word)
  }
})

const failingTests = `${copySql('in.log').trimStart()}TEST t
  GIVEN '{"n":1,"text":"it''s"}' EXPECT (n = 2, text = 'it''s')
  GIVEN '{"n":"x"}' EXPECT (n = 1)
  GIVEN '{"n":1}' EXPECT ERROR 'CAST'
  GIVEN '{"n":1}' EXPECT (n = 1, text = NULL);
`

test('test shows what differs, and exits with 1', async (t) => {
  const { folder: cwd } = new Project(t, { 'a.sql': failingTests })
  const { code, stdout } = await sluice(['test'], { cwd })
  assert.equal(code, 1)
  assert.equal(
    stdout,
    `FAILED t at a.sql:5:3
  given     '{"n":1,"text":"it''s"}'
  expected  n = 2
  found     n = 1
  by stage
    filter     there is none
    parser     JSON
    formatter  a row: n = 1, text = 'it''s'
    splitter   -> k

FAILED t at a.sql:6:3
  given     '{"n":"x"}'
  expected  a row: n = 1
  found     error CAST in the formatter, column n: cannot convert 'x' to BIGINT: not a number (a.sql:2:27)
  by stage
    filter     there is none
    parser     JSON
    formatter  error CAST in the formatter, column n: cannot convert 'x' to BIGINT: not a number (a.sql:2:27)

FAILED t at a.sql:7:3
  given     '{"n":1}'
  expected  error CAST
  found     a row: n = 1, text = NULL
  by stage
    filter     there is none
    parser     JSON
    formatter  a row: n = 1, text = NULL
    splitter   -> k

1 table, 4 cases: 1 passed, 3 failed
`,
  )
  const junit = await sluice(['test', '--format', 'junit'], { cwd })
  assert.match(junit.stdout, /<testsuites tests="4" failures="3" errors="0">/)
})

test('test without any TEST is no success', async (t) => {
  const { folder: cwd } = new Project(t, { 'a.sql': copySql('in.log') })
  const { code, stderr } = await sluice(['test'], { cwd })
  assert.equal(code, 2)
  assert.match(stderr, /^error: there is no TEST in these files$/m)
})

test('sample shows rows and errors side by side, and commits nothing', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': '{"n":1,"text":"a\\u001bb"}\n{"n":"x"}\n' })
  const cwd = project.folder
  const { code, stdout, stderr } = await sluice(['sample'], { cwd })
  assert.equal(code, 0)
  assert.equal(
    stdout,
    `s in.log:1
  {"n":1,"text":"a\\u001bb"}
  t -> k
    n     1
    text  'a\\x1bb'

s in.log:2
  {"n":"x"}
  t: error CAST in the formatter, column n: cannot convert 'x' to BIGINT: not a number (a.sql:3:27)

`,
  )
  assert.equal(stderr, '2 records: 1 row, 1 error, 0 unclaimed\n')
  assert.ok(!existsSync(project.path('.sluice')) && !existsSync(project.path('out')))

  const other = await sluice(['sample', '--from', '-', '--limit', '1'], { cwd, input: jsonLines(5, 7) })
  assert.match(other.stdout, /^ {4}n {5}7$/m)
  assert.equal(other.stderr, '1 record: 1 row, 0 errors, 0 unclaimed\n')
})

test('a reader that goes away is no failure', (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(20_000) })
  const command = `"${process.execPath}" "${join(repository, 'bin/sluice.js')}" sample --limit 20000 | head -n 1; echo "\${PIPESTATUS[0]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: project.folder, encoding: 'utf8' })
  assert.equal(stdout, 's in.log:1\n0\n')
  assert.equal(stderr, '')
})

test('rows of a print sink go to stdout, the ledger to stderr', async (t) => {
  const text = copySql('in.log').replace("'hive', 'path' = 'out', 'format' = 'json'", "'print'")
  const { folder: cwd } = new Project(t, { 'a.sql': text, 'in.log': jsonLines(2) })
  const { code, stdout, stderr } = await sluice(['run', '--until', 'end'], { cwd })
  assert.equal(code, 0)
  assert.equal(stdout, '{"n":0,"text":"line 0"}\n{"n":1,"text":"line 1"}\n')
  assert.match(stderr, /^ {2}t {7}2 {4}2 {2}- {8}-$/m)
})

test('--dry-run checks and leaves no state', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(2) })
  const { code, stderr } = await sluice(['run', '--dry-run'], { cwd: project.folder })
  assert.deepEqual({ code, stderr }, { code: 0, stderr: 'source s: ok\nsink k: ok\n' })
  assert.ok(!existsSync(project.path('.sluice')))
  const missing = new Project(t, { 'a.sql': copySql('in.log') })
  assert.equal((await sluice(['run', '--dry-run'], { cwd: missing.folder })).code, 2)
})

test('--local runs a Kafka program with files', async (t) => {
  const kafka = "'properties.bootstrap.servers' = '${env:SLUICE_TEST_UNSET}'"
  const text = copySql('in.log')
    .replace("'file', 'path' = 'in.log'", `'kafka', 'topic' = 'raw', ${kafka}`)
    .replace("'hive', 'path' = 'out'", `'kafka', 'topic' = 'rows', ${kafka}`)
  const project = new Project(t, { 'a.sql': text, 'data/raw.log': jsonLines(3) })
  for (const time of ['first', 'second']) {
    const summary = await runToEnd(['--local', 'data'], { cwd: project.folder })
    assert.equal(summary.sinks.k.rows, 3, time)
    assert.equal(readFileSync(project.path('data/out/rows.jsonl'), 'utf8'), jsonLines(3), time)
  }
})

/** What the operator reads when something is not as it must be, whole, and the exit code. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import test from 'node:test'
import { sluice } from '../../support/sluice.ts'
import { copySql, jsonLines, Project } from './project.ts'

async function failsWith(
  project: Project,
  commandLine: readonly string[],
  code: number,
  stderr: string,
): Promise<void> {
  const finished = await sluice(commandLine, { cwd: project.folder })
  assert.deepEqual(finished, { code, stdout: '', stderr })
}

test('no such file', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('logs/none.log') })
  const help = `'path' is relative to the folder the program runs in, \`${project.folder}\``
  const message = `error: no such file: \`logs/none.log\`\n  = help: ${help}\n`
  await failsWith(project, ['run', '--until', 'end'], 2, message)
})

test('an empty folder of logs', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('logs') })
  mkdirSync(project.path('logs'))
  await failsWith(
    project,
    ['run', '--until', 'end'],
    2,
    "error: the folder `logs` holds no files to read\n  = help: files whose names begin with `.` or `_` and subfolders are not read; subfolders are read with 'path' = 'logs/**/*'\n",
  )
})

test('an empty folder of definitions', async (t) => {
  const project = new Project(t)
  const message =
    'error: no .sql file in `.`\n  = help: `sluice init my-project` writes a small project that runs at once\n'
  for (const command of ['lint', 'run', 'compile', 'explain', 'test', 'sample']) {
    await failsWith(project, [command], 2, message)
  }
})

test('a path that is not there', async (t) => {
  await failsWith(
    new Project(t),
    ['lint', 'nowhere'],
    2,
    'error: cannot read `nowhere`: no such file or folder (ENOENT)\n',
  )
})

test('definitions that are no UTF-8', async (t) => {
  const project = new Project(t, { 'a.sql': Buffer.from([0x53, 0x45, 0x54, 0xff]) })
  await failsWith(project, ['lint'], 2, 'error: `a.sql` is not UTF-8 text\n')
})

test('a directory without rights', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(3) })
  mkdirSync(project.path('out'))
  chmodSync(project.path('out'), 0o555)
  chmodSync(project.folder, 0o777)
  const finished = await sluice(['run', '--until', 'end'], { cwd: project.folder, asNobody: true })
  assert.deepEqual(finished, {
    code: 2,
    stdout: '',
    stderr: 'error: cannot write into `out`: permission denied (EACCES)\n',
  })
})

test('a file that is no gzip', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log.gz'), 'in.log.gz': 'hello\n' })
  await failsWith(
    project,
    ['run', '--until', 'end'],
    2,
    'error: cannot read `in.log.gz`: its name ends in .gz, but it is no gzip file: it begins with the bytes 68 65 6c 6c\n  = help: if it is plain text, rename it without .gz\n',
  )
})

test('two sinks on one path', async (t) => {
  const again = "CREATE SINK l WITH ('connector' = 'hive', 'path' = 'out/', 'format' = 'json') AS SELECT * FROM t;\n"
  const project = new Project(t, { 'a.sql': copySql('in.log').trimStart() + again })
  const finished = await sluice(['run'], { cwd: project.folder })
  assert.equal(finished.code, 1)
  assert.match(finished.stderr, /^error\[E4006\]: two sinks write to 'out\/'\n --> a\.sql:4:52\n/)
  assert.match(finished.stderr, / ::: a\.sql:3:52\n/)
})

test('a cyclic derivation', async (t) => {
  const text = copySql('in.log').trimStart().replace('text STRING', 'text STRING AS upper(b), b STRING AS lower(text)')
  const finished = await sluice(['run'], { cwd: new Project(t, { 'a.sql': text }).folder })
  assert.equal(finished.code, 1)
  assert.match(finished.stderr, /^error\[E4003\]: `text` is derived from itself\n --> a\.sql:2:/)
})

test('a misspelt column', async (t) => {
  const text = copySql('in.log').trimStart().replace('SELECT *', 'SELECT n, txt')
  await failsWith(
    new Project(t, { 'a.sql': text }),
    ['run'],
    1,
    `error[E2004]: unknown column \`txt\`
 --> a.sql:3:91
  |
3 | CREATE SINK k WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'json') AS SELECT n, txt FROM t;
  |                                                                                           ^^^ not a column of \`t\`
 ::: a.sql:2:46
  |
2 | CREATE STREAMING TABLE t (n BIGINT NOT NULL, text STRING) FROM s PARSE JSON;
  |                                              ---- declared here
  = help: did you mean \`text\`?
`,
  )
})

test('40 mistakes in three files are all told at once', async (t) => {
  const source = "CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');\n"
  const table = 'CREATE STREAMING TABLE t (a INT, b STRING) FROM s PARSE JSON;\n'
  const sink = (name: string): string =>
    `CREATE SINK ${name} WITH ('connector' = 'hive', 'path' = 'out/${name}', 'format' = 'json') AS SELECT wrong_${name} FROM t;\n`
  const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
  const files = {
    'a.sql': source + table + names('x', 14).map(sink).join(''),
    'b.sql': names('y', 13).map(sink).join(''),
    'c.sql': names('z', 13).map(sink).join(''),
  }
  const finished = await sluice(['lint', '--format', 'json'], { cwd: new Project(t, files).folder })
  const findings = JSON.parse(finished.stdout) as { code: string; file: string; line: number }[]
  assert.equal(finished.code, 1)
  assert.equal(finished.stderr, '3 files: 40 errors, 0 warnings\n')
  assert.equal(findings.length, 40)
  assert.deepEqual(
    findings.map(({ code, file, line }) => `${code} ${file}:${line}`),
    [
      ...names('x', 14).map((_, i) => `E2004 a.sql:${i + 3}`),
      ...names('y', 13).map((_, i) => `E2004 b.sql:${i + 1}`),
      ...names('z', 13).map((_, i) => `E2004 c.sql:${i + 1}`),
    ],
  )
})

test('a full disk', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('in.log'), 'in.log': jsonLines(100_000) })
  mkdirSync(project.path('out'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', project.path('out')])
  if (mounted.status !== 0) return t.skip('a tmpfs cannot be mounted here')
  const finished = await sluice(['run', '--until', 'end'], { cwd: project.folder }).finally(() =>
    spawnSync('umount', [project.path('out')]),
  )
  assert.equal(finished.code, 2)
  const [error, help] = finished.stderr.split('\n')
  assert.match(error, /^error: cannot write `out\/_staging\/\S+`: no space left on the device \(ENOSPC\)$/)
  assert.match(help, /nothing of the open epoch has become visible/)
})

test('a variable that is not set', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('${env:SLUICE_TEST_UNSET}').trimStart() })
  await failsWith(
    project,
    ['run', '--until', 'end'],
    2,
    "error: source `s`: option 'path': environment variable SLUICE_TEST_UNSET is not set (a.sql:1:54)\n",
  )
})

test('wrong usage', async (t) => {
  const hint = '(`sluice --help` lists the commands, `sluice <command> --help` the options of one)\n'
  const project = new Project(t, { 'a.sql': copySql('in.log') })
  await failsWith(project, ['frobnicate'], 2, `error: unknown command 'frobnicate'\n${hint}`)
  await failsWith(project, ['run', '--nope'], 2, `error: unknown option '--nope'\n${hint}`)
  await failsWith(
    project,
    ['lint', '--max-warnings', 'x'],
    2,
    `error: option '--max-warnings <n>' argument 'x' is invalid. It must be a whole number.\n${hint}`,
  )
  await failsWith(
    project,
    ['compile', '--target', 'cobol'],
    2,
    'error: there is no target `cobol`\n  = help: it is one of plan, avro, hive, flink, json-schema, mermaid, dot\n',
  )
})

test('--log-format json tells failures as lines of JSON', async (t) => {
  const project = new Project(t, { 'a.sql': copySql('none.log') })
  const finished = await sluice(['run', '--until', 'end', '--log-format', 'json'], { cwd: project.folder })
  const entry = JSON.parse(finished.stderr) as { level: number; msg: string; help: string }
  assert.equal(finished.code, 2)
  assert.equal(entry.level, 50)
  assert.equal(entry.msg, 'no such file: `none.log`')
})

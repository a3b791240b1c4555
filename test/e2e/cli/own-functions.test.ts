/** `CREATE FUNCTION` as its author meets it: lint, test, sample, explain and run, with functions that mean no good. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { runToEnd, sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const functions = `
CREATE FUNCTION is_login(text STRING) RETURNS BOOLEAN AS text CONTAINS 'login';

CREATE FUNCTION dollars(cents BIGINT) RETURNS DECIMAL(22, 2) AS CAST(cents AS DECIMAL(19, 0)) * 0.01;

CREATE FUNCTION initials(name STRING, most BIGINT) RETURNS STRING LANGUAGE JAVASCRIPT AS $$
  if (name === null) return 'nobody'
  if (name === 'loop') while (true) {}
  if (name === 'memory') return 'x'.repeat(2 ** 30)
  if (name === 'stack') return (function f() { return f() + 1 })()
  if (name === 'escape') return (0).constructor.constructor('return process')().pid
  if (name === 'pollute') Object.prototype.most = 1n
  if (name === 'number') return 1
  const day = new Date(2026, 0, 1).toISOString().slice(0, 10)
  return name.split(' ').slice(0, Number(most)).map((word) => word[0]).join('') + ' ' + day
$$;
`

const tables = `
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');

CREATE STREAMING TABLE t (
  name  STRING,
  short STRING         AS initials(name, 2),
  price DECIMAL(22, 2) AS dollars(cents + 0),
  cents BIGINT         VIRTUAL
)
FROM s
FILTER is_login(raw)
PARSE JSON;

CREATE SINK out
WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'json')
AS SELECT * FROM t;

CREATE SINK bad
WITH ('connector' = 'hive', 'path' = 'bad', 'format' = 'json')
AS SELECT error_code, column_name, message FROM ERRORS OF s;

TEST t
  GIVEN '{"name":"Ada King Lovelace","cents":1999,"kind":"login"}'
  EXPECT (short = 'AK 2026-01-01', price = 19.99)
  GIVEN '{"kind":"login"}'
  EXPECT (short = 'nobody', price = NULL)
  GIVEN '{"name":"loop","kind":"login"}'
  EXPECT ERROR 'UDF'
  GIVEN '{"name":"Ada","kind":"logout"}'
  EXPECT DROPPED 'filter';
`

const names = ['Ada King', 'loop', 'memory', 'stack', 'escape', 'pollute', 'number', 'Grace Brewster Hopper']
const records = names.map((name, index) => `${JSON.stringify({ name, cents: index, kind: 'login' })}\n`).join('')

function rowsIn(folder: string): unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as unknown)
}

test('hostile records become row errors, and the others are as if they had not been there', async (t) => {
  const project = new Project(t, { 'functions.sql': functions, 'tables.sql': tables, 'in.log': records })
  const options = { cwd: project.folder, env: { TZ: 'Asia/Shanghai' } }
  assert.deepEqual(await sluice(['lint'], options), { code: 0, stdout: '', stderr: '2 files: no findings\n' })
  const tested = await sluice(['test'], options)
  assert.deepEqual(tested, { code: 0, stdout: '1 table, 4 cases: 4 passed\n', stderr: '' })

  const summary = await runToEnd(['--state-dir', 'state'], options)
  assert.deepEqual(summary.tables['t'], { in: 8, out: 2, dropped: {}, errored: { UDF: 6 } })
  assert.deepEqual(rowsIn(project.path('out')), [
    { name: 'Ada King', short: 'AK 2026-01-01', price: 0 },
    { name: 'Grace Brewster Hopper', short: 'GB 2026-01-01', price: 0.07 },
  ])
  const messages = rowsIn(project.path('bad')) as { readonly error_code: string; readonly message: string }[]
  assert.deepEqual(
    messages.map(({ message }) => message),
    [
      'initials: it took too many steps',
      'initials: RangeError: invalid string length (functions.sql:9)',
      'initials: InternalError: stack overflow (functions.sql:10)',
      'initials: TypeError: Function is not available: only the body itself is code (functions.sql:11)',
      'initials: TypeError: object is not extensible (functions.sql:12)',
      'initials: it returned a number, which is no STRING',
    ],
  )
})

test('sample shows what functions give, explain how they stand in the plan', async (t) => {
  const project = new Project(t, { 'functions.sql': functions, 'tables.sql': tables, 'in.log': records })
  const sampled = await sluice(['sample', '--limit', '2'], { cwd: project.folder })
  assert.equal(sampled.code, 0)
  assert.match(sampled.stdout, /AK 2026-01-01/)
  assert.match(sampled.stdout, /UDF/)
  const explained = await sluice(['explain'], { cwd: project.folder })
  assert.match(explained.stdout, /keep records where raw CONTAINS 'login'/)
  assert.match(explained.stdout, /short = initials\(name, 2\)/)
})

test('mistakes in a body have their place in the file', async (t) => {
  const project = new Project(t, {
    'a.sql': functions.replace('return 1\n', 'return 1 +\n').replace('if (name', 'if name'),
    'b.sql': tables,
  })
  const { code, stdout } = await sluice(['lint'], { cwd: project.folder })
  assert.equal(code, 1)
  assert.match(stdout, /^error\[E3020\]: the body of `initials` is not right in JavaScript\n --> a\.sql:7:6\n/)
})

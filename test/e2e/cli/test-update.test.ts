/** `sluice test --update` through the program: what is written, what stays, what is refused. */
import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import test from 'node:test'
import type { TestContext } from 'node:test'
import { sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const declarations = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'a.log');

CREATE STREAMING TABLE t (
  n      INT NOT NULL,
  text   STRING,
  \`from\` STRING,
  b      BYTES FORMAT 'HEX',
  j      JSON,
  list   ARRAY<INT>,
  at     TIMESTAMP_LTZ(3),
  twice  INT AS n * 2 VIRTUAL,
  CONSTRAINT small CHECK (n < 100)
)
FROM s
FILTER raw LIKE '{%'
PARSE JSON THEN UNNEST (PATH '$.rows' AS r)
WHERE n >= 0;

CREATE SINK high
WITH ('connector' = 'print')
AS SELECT n FROM t WHERE n > 1;

CREATE SINK low
WITH ('connector' = 'print')
AS SELECT n FROM t WHERE n < 3;

`

interface Updated {
  readonly tests: string
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

/** The TESTs after `--update`; the whole file must be in the style if it was before. */
async function update(t: TestContext, tests: string): Promise<Updated> {
  const project = new Project(t, { 'a.sql': declarations + tests })
  const { folder: cwd } = project
  const wasInStyle = (await sluice(['fmt', '--check'], { cwd })).code === 0
  const finished = await sluice(['test', '--update'], { cwd })
  const text = readFileSync(project.path('a.sql'), 'utf8')
  assert.ok(text.startsWith(declarations))
  assert.deepEqual(readdirSync(cwd), ['a.sql'])
  if (wasInStyle) assert.equal((await sluice(['fmt', '--check'], { cwd })).code, 0, text)
  if (finished.code === 0) {
    const again = await sluice(['test', '--update'], { cwd })
    assert.deepEqual({ code: again.code, stderr: again.stderr }, { code: 0, stderr: '' })
    assert.equal(readFileSync(project.path('a.sql'), 'utf8'), text, 'a second time nothing changes')
  }
  return { tests: text.slice(declarations.length), ...finished }
}

test('values are written in place of the old ones, comments and what is right stay', async (t) => {
  const { tests, stdout, stderr, code } = await update(
    t,
    `TEST t
  -- the first
  GIVEN '{"rows":[{"n":1,"text":"it''s"}]}'  -- given
  EXPECT (
    n = 2,  -- a number
    twice = 2,
    text = 'x',
    -- before
    \`from\` = NULL
  )  -- the end
  GIVEN '{"rows":[{"n":1}]}'
  EXPECT (n = 1);
`,
  )
  assert.equal(
    tests,
    `TEST t
  -- the first
  GIVEN '{"rows":[{"n":1,"text":"it''s"}]}'  -- given
  EXPECT (
    n = 1,  -- a number
    twice = 2,
    text = 'it''s',
    -- before
    \`from\` = NULL
  )  -- the end
  GIVEN '{"rows":[{"n":1}]}'
  EXPECT (n = 1);
`,
  )
  assert.deepEqual([code, stdout, stderr], [0, '1 table, 2 cases: 2 passed\n', 'updated a.sql: 1 case\n'])
})

test('errors, reasons, rows and sinks; an empty row is filled in', async (t) => {
  const { tests, code } = await update(
    t,
    `TEST t
  GIVEN '{"rows":[{"n":100}]}'
  EXPECT (n = 1, text = 'a')
  GIVEN 'x'
  EXPECT ERROR 'CHECK'
  GIVEN '{"rows":[{"n":5},{"n":2},{"n":1}]}'
  EXPECT IN low (n = 5), (n = 2)
  GIVEN '{"rows":[{"n":5},{"n":2}]}'
  EXPECT IN low (n = 2)
  GIVEN '{"rows":[{"n":7,"from":"f","b":"6162","j":{"k":1.10},"list":[1,null],"at":"2026-11-20T10:00:00Z"}]}'
  EXPECT ()
  GIVEN '{"rows":[]}'
  -- why
  EXPECT (n = /* inside */ 1)  -- behind
  GIVEN '{"rows":[{"n":1}]}'
  EXPECT DROPPED 'where';
`,
  )
  assert.equal(
    tests,
    `TEST t
  GIVEN '{"rows":[{"n":100}]}'
  EXPECT ERROR 'CHECK'
  GIVEN 'x'
  EXPECT DROPPED 'filter'
  GIVEN '{"rows":[{"n":5},{"n":2},{"n":1}]}'
  EXPECT IN high (n = 5), (n = 2), IN low (n = 1)
  GIVEN '{"rows":[{"n":5},{"n":2}]}'
  EXPECT IN high, low (n = 2)
  GIVEN '{"rows":[{"n":7,"from":"f","b":"6162","j":{"k":1.10},"list":[1,null],"at":"2026-11-20T10:00:00Z"}]}'
  EXPECT (
    n = 7,
    text = NULL,
    \`from\` = 'f',
    b = 'ab',
    j = '{"k":1.10}',
    list = ARRAY[1, NULL],
    at = TIMESTAMP_LTZ '2026-11-20 10:00:00.000Z'
  )
  GIVEN '{"rows":[]}'
  -- why
  /* inside */
  EXPECT DROPPED 'unnest'  -- behind
  GIVEN '{"rows":[{"n":1}]}'
  EXPECT (n = 1, text = NULL, \`from\` = NULL, b = NULL, j = NULL, list = NULL, at = NULL);
`,
  )
  assert.equal(code, 0)
})

test('a file that is not in the style keeps its own, but for what is written', async (t) => {
  const { tests, code } = await update(
    t,
    `test t given '{"rows":[{"n":1}]}'   expect (n=2)
GIVEN   'x' EXPECT (n=2)
   given '{"rows":[{"n":5},{"n":2}]}'  EXPECT (n=5)   ;  -- end`,
  )
  assert.equal(
    tests,
    `test t given '{"rows":[{"n":1}]}'
  EXPECT (n = 1)
GIVEN   'x'
  EXPECT DROPPED 'filter'
   given '{"rows":[{"n":5},{"n":2}]}'  EXPECT (n=5)   ;  -- end`,
  )
  assert.equal(code, 0)
})

test('bytes that are no text have no constant: refused, the other cases are updated', async (t) => {
  const { tests, stdout, stderr, code } = await update(
    t,
    `TEST t
  GIVEN '{"rows":[{"n":1,"b":"ff"}]}'
  EXPECT (b = 'a')
  GIVEN '{"rows":[{"n":1}]}'
  EXPECT (n = 2);
`,
  )
  assert.match(tests, /EXPECT \(b = 'a'\)\n.*\n {2}EXPECT \(n = 1\);\n$/)
  assert.equal(code, 1)
  assert.match(stderr, /error: cannot update the TEST at a\.sql:28:3: what is expected must be a constant\n/)
  assert.match(stdout, /found {5}b = unhex\('ff'\)/)
  assert.match(stdout, /1 table, 2 cases: 1 passed, 1 failed\n$/)
})

test('a link is followed, rights stay, a file without a change is not written, standard input is refused', async (t) => {
  const project = new Project(t, { 'real/x.txt': `\uFEFF${declarations}TEST t GIVEN 'x' EXPECT (n = 1);` })
  const { folder: cwd } = project
  const real = project.path('real/x.txt')
  chmodSync(real, 0o640)
  symlinkSync('real/x.txt', project.path('a.sql'))
  project.write('other.sql', `TEST t GIVEN '{"rows":[{"n":1}]}' EXPECT (n = 1);`)
  chmodSync(project.path('other.sql'), 0o444)
  const before = statSync(project.path('other.sql')).mtimeMs
  assert.equal((await sluice(['test', '--update'], { cwd })).code, 0)
  assert.match(readFileSync(real, 'utf8'), /^\uFEFFCREATE[^]*EXPECT DROPPED 'filter';/)
  assert.equal(statSync(real).mode & 0o777, 0o640)
  assert.equal(statSync(project.path('other.sql')).mtimeMs, before)
  const { code, stderr } = await sluice(['test', '--update', '-'], { cwd, input: 'x' })
  assert.equal(code, 2)
  assert.match(stderr, /`-` \(standard input\) cannot be updated/)
})

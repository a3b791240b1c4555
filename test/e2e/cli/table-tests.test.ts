/** TESTs through the program: what is given besides the text, several rows, sinks. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const sql = `CREATE SOURCE s WITH ('connector' = 'kafka', 'topic' = 'app', 'properties.bootstrap.servers' = 'localhost:9');
CREATE STREAMING TABLE t (
  n INT DEFAULT 0 ON ERROR,
  k STRING METADATA FROM 'key',
  p INT METADATA FROM 'partition',
  h STRING METADATA FROM 'headers.x',
  at TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  CONSTRAINT small CHECK (n < 100)
)
FROM s
FILTER raw LIKE '{%'
PARSE JSON THEN UNNEST(PATH '$.rows' AS r)
WHERE n >= 0;
CREATE SINK high WITH ('connector' = 'print') AS SELECT n FROM t WHERE n > 1;
CREATE SINK low WITH ('connector' = 'print') AS SELECT n FROM t WHERE n < 3;
`

test('what is given besides the text, and every row in its sinks', async (t) => {
  const given = `'{"rows":[{"n":1},{"n":2},{"n":3}]}'
  WITH ('key' = 'k1', 'headers.x' = 'v', 'partition' = '3', 'timestamp' = '2026-11-20T10:00:00Z')`
  const rows = `IN low (n = 1, k = 'k1', p = 3, h = 'v', at = TIMESTAMP_LTZ '2026-11-20 10:00:00Z'), IN low, high (n = 2), (n = 3)`
  const { folder: cwd } = new Project(t, { 'a.sql': `${sql}TEST t GIVEN ${given} EXPECT ${rows};` })
  assert.deepEqual(await sluice(['test'], { cwd }), { code: 0, stdout: '1 table, 1 case: 1 passed\n', stderr: '' })
})

test('a row in another sink, a row too few, and nothing given', async (t) => {
  const cases = `TEST t
  GIVEN '{"rows":[{"n":1},{"n":2}]}' EXPECT IN high (n = 1), (n = 2)
  GIVEN '{"rows":[{"n":1}]}' EXPECT (n = 1), (n = 2)
  GIVEN '{"rows":[{"n":1}]}' EXPECT (k = NULL, h = NULL, p = 0)
  GIVEN 'x' WITH ('key' = 'k') EXPECT IN low (n = 1);`
  const { folder: cwd } = new Project(t, { 'a.sql': sql + cases })
  const { code, stdout } = await sluice(['test'], { cwd })
  assert.equal(code, 1)
  assert.match(stdout, /expected {2}row 1: IN high\n {2}found {5}row 1: IN low\n {2}by stage\n/)
  assert.match(stdout, /expected {2}a row: n = 1\n {12}a row: n = 2\n {2}found {5}a row: n = 1, k = NULL/)
  assert.match(stdout, /with {6}'key' = 'k'\n {2}expected {2}a row in low: n = 1\n {2}found {5}dropped: filter\n/)
  assert.match(stdout, /by stage\n {4}filter {5}FILTER is not TRUE\n\n1 table, 4 cases: 1 passed, 3 failed\n$/)
})

test('a line of a file has the name that is given', async (t) => {
  const { folder: cwd } = new Project(t, {
    'a.sql': `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'logs/*.log');
CREATE STREAMING TABLE t (
  f STRING METADATA FROM 'file.name', path STRING METADATA FROM 'file.path', l BIGINT METADATA FROM 'file.line', n INT
) FROM s PARSE JSON;
TEST t GIVEN '{"n":1}' WITH ('file.name' = 'b.log', 'file.line' = '7') EXPECT (f = 'b.log', path = 'logs/b.log', l = 7);`,
  })
  assert.equal((await sluice(['test'], { cwd })).stdout, '1 table, 1 case: 1 passed\n')
})

test('--coverage lists what no TEST reaches, and the exit code stays', async (t) => {
  const { folder: cwd } = new Project(t, {
    'a.sql': `${sql}CREATE STREAMING TABLE u (n INT) FROM s PARSE JSON;
TEST t GIVEN '{"rows":[{"n":1}]}' EXPECT (n = 1);`,
  })
  const { code, stdout } = await sluice(['test', '--coverage'], { cwd })
  assert.equal(code, 0)
  assert.equal(
    stdout,
    `1 table, 1 case: 1 passed
TESTs reach 6 of 13; not reached:
  a.sql:11:8   t: FILTER drops nothing
  a.sql:3:3    t: DEFAULT ON ERROR of column n catches nothing
  a.sql:13:7   t: WHERE drops nothing
  a.sql:8:27   t: CHECK small never fails
  a.sql:14:1   t: sink high takes no row
  a.sql:15:71  t: sink low leaves no row out
  a.sql:16:1   u: no TEST
`,
  )
})

test('--coverage: with a record for each nothing is left, WHERE of single rows and policies included', async (t) => {
  const cases = `TEST t
  GIVEN '{"rows":[{"n":1},{"n":5},{"n":-1}]}' EXPECT IN low (n = 1), IN high (n = 5)
  GIVEN '{"rows":[{"n":"x"}]}' EXPECT IN low (n = 0)
  GIVEN '{"rows":[{"n":100}]}' EXPECT ERROR 'CHECK'
  GIVEN 'x' EXPECT DROPPED 'filter';`
  const { folder: cwd } = new Project(t, { 'a.sql': sql + cases })
  const { stdout } = await sluice(['test', '--coverage'], { cwd })
  assert.equal(stdout, '1 table, 4 cases: 4 passed\nTESTs reach all 12 of 12\n')
})

test('--coverage: NULL ON ERROR of a parse step is reached by what it catches', async (t) => {
  const table = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'a.log');
CREATE STREAMING TABLE t (n INT) FROM s PARSE JSON NULL ON ERROR;
`
  const { folder: cwd } = new Project(t, {
    'caught.sql': `${table}TEST t GIVEN '{' EXPECT (n = NULL);`,
    'not.sql': `${table}TEST t GIVEN '{"n":1}' EXPECT (n = 1);`,
  })
  const report = async (file: string) =>
    (await sluice(['test', '--coverage', file], { cwd })).stdout.split('\n').slice(1)
  assert.deepEqual(await report('caught.sql'), ['TESTs reach all 2 of 2', ''])
  assert.deepEqual(await report('not.sql'), [
    'TESTs reach 1 of 2; not reached:',
    '  not.sql:2:47  t: NULL ON ERROR of JSON catches nothing',
    '',
  ])
})

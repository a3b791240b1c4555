/** What `sample` shows: aligned tables for people, objects for programs. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { sluice } from '../../support/sluice.ts'
import { Project } from './project.ts'

const files = {
  'a.sql': `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');
CREATE STREAMING TABLE t (n BIGINT NOT NULL, text STRING, d DECIMAL(5, 2))
FROM s FILTER raw LIKE '{%' PARSE JSON WHERE n > 0;
CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;
`,
  'in.log': [
    '{"n":1,"text":"a\\u001b\\tb"}',
    '{"n":"x"}',
    '{"n":100,"d":1.5,"text":"你好, NULL and a text that goes on and on and on and on"}',
    '{"n":0}',
    'hello',
    '',
  ].join('\n'),
}

test('--output table aligns, cuts, and tells errors and drops beside the rows', async (t) => {
  const { folder: cwd } = new Project(t, files)
  const { code, stdout, stderr } = await sluice(['sample', '--output', 'table'], { cwd })
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '5 records: 2 rows, 1 error, 1 unclaimed\n' })
  assert.equal(
    stdout,
    `t
  record    sinks    n  text                                           d
  in.log:1  k        1  'a\\x1b\\x09b'                                NULL
  in.log:2  error CAST in the formatter, column n: cannot convert 'x' to BIGINT: not a number (a.sql:2:27)
  in.log:3  k      100  '你好, NULL and a text that goes on and o…  1.50
  in.log:4  dropped: where

unclaimed (no table's FILTER keeps it)
  in.log:5  hello

`,
  )
})

test('--output json is an object a record', async (t) => {
  const { folder: cwd } = new Project(t, files)
  const { code, stdout } = await sluice(['sample', '--output', 'json'], { cwd })
  assert.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  assert.match(
    lines[2],
    /"rows":\[\{"n":100,"text":"你好[^"]*","d":1\.50\}\],"sinks":\["k"\],"dropped":null,"error":null/,
  )
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(records[1], {
    source: 's',
    topic: 'in.log',
    partition: 0,
    offset: 28,
    line: 2,
    value: '{"n":"x"}',
    tables: [
      {
        table: 't',
        rows: [],
        sinks: [],
        dropped: null,
        error: {
          code: 'CAST',
          stage: 'formatter',
          column: 'n',
          sink: null,
          message: "cannot convert 'x' to BIGINT: not a number",
          place: 'a.sql:2:27',
        },
      },
    ],
  })
  assert.deepEqual(records[4], {
    source: 's',
    topic: 'in.log',
    partition: 0,
    offset: 131,
    line: 5,
    value: 'hello',
    tables: [],
  })
})

const partitioned = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');
CREATE STREAMING TABLE \`from\` (
  \`user id\` STRING NOT NULL PATH '$.u',
  dt STRING NOT NULL,
  n INT NOT NULL
) FROM s PARSE JSON;
CREATE SINK \`by user\` PARTITIONED BY (dt, \`user id\`)
WITH ('connector' = 'hive', 'path' = 'out', 'format' = 'parquet') AS SELECT n, dt, \`user id\` FROM \`from\` WHERE n < 20;
`

function users(count: number): string {
  return Array.from({ length: count }, (_, n) => `{"u":"u${n % 15}","dt":"2026-11-${20 + (n % 2)}","n":${n}}\n`).join(
    '',
  )
}

test('a partition column of nearly as many values as rows is warned of; rows that no sink wants are told apart', async (t) => {
  const { folder: cwd } = new Project(t, { 'a.sql': partitioned, 'in.log': users(25) })
  const { code, stdout, stderr } = await sluice(['sample', '--limit', '12'], { cwd })
  assert.equal(code, 0)
  assert.equal(
    stderr,
    `warning: sink \`by user\` is partitioned by \`user id\`, which has 12 values in 12 rows: each makes a folder and a file
  = help: partition by what has few values, such as a day (date_format(time, 'yyyy-MM-dd')), and store \`user id\` as a column; --limit N looks at more rows
12 records: 12 rows, 0 errors, 0 unclaimed
`,
  )
  assert.match(
    stdout,
    /^s in\.log:1\n {2}\{"u":"u0".*\n {2}`from` -> `by user`\n {4}`user id` {2}'u0'\n {4}dt {9}'2026-11-20'\n {4}n {10}0\n/,
  )
  // 15 users in 20 rows are fewer than four fifths.
  const more = await sluice(['sample', '--limit', '25', '--output', 'table'], { cwd })
  assert.equal(more.stderr, '25 records: 20 rows, 5 unrouted, 0 errors, 0 unclaimed\n')
  assert.match(
    more.stdout,
    /^`from`\n {2}record +sinks +`user id` +dt +n\n {2}in\.log:1 +`by user` +'u0' +'2026-11-20' +0\n/,
  )
  assert.match(more.stdout, /\n {2}in\.log:25 +\(unrouted\) +'u9' +'2026-11-20' +24\n/)
})

test('of the rows of one record each is shown with the sinks that take it', async (t) => {
  const sql = `CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in.log');
CREATE STREAMING TABLE t (n INT) FROM s PARSE JSON THEN UNNEST (items);
CREATE SINK low WITH ('connector' = 'print') AS SELECT * FROM t WHERE n < 2;
CREATE SINK high WITH ('connector' = 'print') AS SELECT * FROM t WHERE n > 2;
`
  const { folder: cwd } = new Project(t, { 'a.sql': sql, 'in.log': '{"items":[{"n":1},{"n":2},{"n":3}]}\n' })
  const { stdout, stderr } = await sluice(['sample'], { cwd })
  assert.equal(stderr, '1 record: 2 rows, 1 unrouted, 0 errors, 0 unclaimed\n')
  assert.match(stdout, /t -> low\n {4}n {2}1\n {2}t -> no sink \(unrouted\)\n {4}n {2}2\n {2}t -> high\n {4}n {2}3\n/)
})

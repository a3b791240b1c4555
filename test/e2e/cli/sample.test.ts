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

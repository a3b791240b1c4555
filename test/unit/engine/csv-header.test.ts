/** CSV steps under a file's header, and with what the source says of its CSV. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { sourceOf, tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

test('each batch has its own order of fields; what no column wants is skipped', () => {
  const node = tableOf('a STRING, b INT', 'PARSE CSV')
  const { rows, errors } = runEngine(node, [
    batchOf(['1,2,3'], { csvHeader: ['b', 'x', 'a'] }),
    batchOf(['1,2', '5'], { csvHeader: ['a', 'b'] }),
    // Without a header, as in a TEST: the order of the columns.
    batchOf(['7,8']),
  ])
  assert.deepEqual(rows('out'), [
    { a: '3', b: 1 },
    { a: '1', b: 2 },
    { a: '5', b: null },
    { a: '7', b: 8 },
  ])
  assert.deepEqual(errors, [])
})

test('a column that the header lacks, or has twice; more fields than the header', () => {
  const node = tableOf('a STRING, b STRING, late STRING PATH $$$.x$$', 'PARSE CSV COLUMNS (a, b) THEN JSON (b)')
  const { errors } = runEngine(node, [
    batchOf(['1,2', '3,4'], { csvHeader: ['a', 'c'] }),
    batchOf(['1,2,3'], { csvHeader: ['a', 'b', 'a'] }),
    batchOf(['1,{},3'], { csvHeader: ['a', 'b'] }),
    batchOf(['1'], { csvHeader: [] }),
  ])
  assert.deepEqual(
    errors.map(({ code, message }) => `${code} ${message}`),
    [
      'PARSE_CSV the header has no `b`',
      'PARSE_CSV the header has no `b`',
      'PARSE_CSV the header has `a` twice',
      'PARSE_CSV more than 2 fields',
      'PARSE_CSV the header has no `a`, `b`',
    ],
  )
})

test('NULL ON ERROR covers the header; extra fields may be ignored', () => {
  const node = tableOf('a STRING, b STRING', `PARSE CSV WITH ('csv.extra-fields' = 'ignore') NULL ON ERROR`)
  const { rows, errors } = runEngine(node, [
    batchOf(['1,2'], { csvHeader: ['a'] }),
    batchOf(['1,2,3'], { csvHeader: ['b', 'a'] }),
  ])
  assert.deepEqual(errors, [])
  assert.deepEqual(rows('out'), [
    { a: null, b: null },
    { a: '2', b: '1' },
  ])
})

test('a step that reads something else than the record has no header', () => {
  const node = tableOf('a STRING, b STRING', `PARSE REGEX '^(?<body>.*)$' THEN CSV (body) COLUMNS (a, b)`)
  const { rows } = runEngine(node, [batchOf(['1,2'], { csvHeader: ['b', 'a'] })])
  assert.deepEqual(rows('out'), [{ a: '1', b: '2' }])
})

test("a step that reads the record takes over the source's CSV options; its own go before", () => {
  const node = sourceOf(`
    CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in', 'csv.field-delimiter' = ';', 'csv.quote-character' = '|');
    CREATE STREAMING TABLE t (a STRING, b STRING) FROM s PARSE CSV;
    CREATE STREAMING TABLE u (a STRING, b STRING) FROM s PARSE CSV WITH ('csv.field-delimiter' = ',');
    CREATE STREAMING TABLE v (x STRING, a STRING, b STRING) FROM s
    PARSE CSV COLUMNS (x, rest) THEN CSV (rest) COLUMNS (a, b);
    CREATE SINK t_rows WITH ('connector' = 'print') AS SELECT * FROM t;
    CREATE SINK u_rows WITH ('connector' = 'print') AS SELECT * FROM u;
    CREATE SINK v_rows WITH ('connector' = 'print') AS SELECT * FROM v;`)
  const { rows } = runEngine(node, [batchOf(['|1;2|;3,4'])])
  assert.deepEqual(rows('t_rows'), [{ a: '1;2', b: '3,4' }])
  assert.deepEqual(rows('u_rows'), [])
  assert.deepEqual(rows('v_rows'), [{ x: '1;2', a: '3', b: '4' }])
})

/** Which error a record has, and the error stream and what no table kept as rows. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { sourceOf, tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

function firstError(columns: string, clauses: string, record: string, more = ''): string {
  const { errors, engine } = runEngine(tableOf(columns, clauses, more), [batchOf([record])])
  const { dropped } = engine.counts.tables.get('t') ?? { dropped: new Map() }
  return errors.length === 0
    ? [...dropped.keys()].join()
    : `${errors[0].code} ${errors[0].column ?? errors[0].sink ?? '-'}`
}

test('what WHERE needs comes first, then WHERE, then the others in order, then CHECKs', () => {
  const columns = 'a INT, b INT, c INT AS b + 1, CHECK (a > 0)'
  const clauses = 'PARSE JSON WHERE c > 0'
  assert.equal(firstError(columns, clauses, '{"a":"x","b":"y"}'), 'CAST b')
  assert.equal(firstError(columns, clauses, '{"a":"x","b":2147483647}'), 'EVAL c')
  assert.equal(firstError(columns, clauses, '{"a":"x","b":-5}'), 'where')
  assert.equal(firstError(columns, clauses, '{"a":"x","b":5}'), 'CAST a')
  assert.equal(firstError(columns, clauses, '{"a":0,"b":5}'), 'CHECK -')
})

test("a dependency's error is that column's, whoever needs it first", () => {
  const columns = 'first INT AS later + 1, middle INT, later INT'
  assert.equal(firstError(columns, 'PARSE JSON', '{"middle":"x","later":"y"}'), 'CAST later')
  assert.equal(firstError(columns, 'PARSE JSON', '{"middle":"x","later":1}'), 'CAST middle')
})

test('by sink in order of name: its condition, then its encoding', () => {
  const sinks = `
    CREATE SINK b WITH ('connector' = 'print') AS SELECT a FROM t WHERE 1 / a > 0;
    CREATE SINK c WITH ('connector' = 'print') AS SELECT a FROM t WHERE 1 / a < 0;`
  assert.equal(firstError('a INT', 'PARSE JSON', '{"a":0}', sinks), 'EVAL b')
  const node = tableOf('a INT', 'PARSE JSON', sinks)
  const refusesB = runEngine(node, [batchOf(['{"a":1}'])], { refuses: (sink) => sink === 'b' || sink === 'out' })
  assert.deepEqual(
    refusesB.errors.map(({ code, sink }) => [code, sink]),
    [['ENCODE', 'b']],
  )
})

test('a part that is not needed raises nothing', () => {
  const row = (expression: string, record: string): unknown => {
    const { rows, errors } = runEngine(tableOf(`a INT, x INT AS ${expression}`), [batchOf([record])])
    return errors.length > 0 ? errors[0].code : rows('out')[0].x
  }
  assert.equal(row('CASE WHEN a = 0 THEN -1 ELSE 10 / a END', '{"a":0}'), -1)
  assert.equal(row('CASE WHEN a = 0 THEN -1 ELSE 10 / a END', '{"a":5}'), 2)
  assert.equal(row('coalesce(a, 1 / 0)', '{"a":5}'), 5)
  assert.equal(row('coalesce(a, 1 / 0)', '{}'), 'EVAL')
  assert.equal(row('if(a <> 0 AND 10 / a > 1, 1, 2)', '{"a":0}'), 2)
  assert.equal(row('if(a = 0 OR 10 / a > 1, 1, 2)', '{"a":0}'), 1)
  assert.equal(row('if(10 / a > 1 OR a = 0, 1, 2)', '{"a":0}'), 'EVAL')
  assert.equal(row('TRY(10 / a)', '{"a":0}'), null)
  assert.equal(row('TRY(10 / a) + 1 / a', '{"a":0}'), 'EVAL')
})

const streams = `
  CREATE STREAMING TABLE t (a INT NOT NULL) FROM s FILTER CONTAINS 'a' PARSE JSON;
  CREATE SINK bad WITH ('connector' = 'print') AS SELECT * FROM ERRORS OF s WHERE error_code <> 'NOT_NULL';
  CREATE SINK lost WITH ('connector' = 'print') AS SELECT record_offset, raw, raw_bytes FROM UNCLAIMED OF s;`

test('the error stream has every column', () => {
  const node = sourceOf(`SET 'time.zone' = 'Asia/Shanghai';\n${streams}`)
  const { rows, errors } = runEngine(node, [
    batchOf([`{"a":"${'x'.repeat(300)}"}`, Buffer.from([0x61, 0xff]), '{"a":null}']),
  ])
  const [cast, decode] = rows('bad')
  assert.deepEqual(
    { ...cast, raw: (cast.raw as string).length },
    {
      error_code: 'CAST',
      stage: 'formatter',
      table_name: 't',
      column_name: 'a',
      sink_name: null,
      error_class: 'cannot convert … to INT: not a number',
      message: `cannot convert '${'x'.repeat(200)}…' to INT: not a number`,
      place: cast.place,
      topic: 'topic',
      partition_id: 3,
      record_offset: 100n,
      record_time: BigInt(Date.UTC(2026, 10, 20, 10)) * 1000n,
      dt: '2026-11-20',
      hour: '18',
      raw: 308,
      raw_bytes: null,
      plan: 'feedc0de',
    },
  )
  assert.match(cast.place as string, /^test\.sql:\d+:\d+$/)
  assert.equal(decode.error_code, 'DECODE_UTF8')
  assert.equal(decode.raw, 'a�')
  assert.deepEqual(decode.raw_bytes, new Uint8Array([0x61, 0xff]))
  // The sink's condition did not want it, and nothing is lost.
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['NOT_NULL'],
  )
})

test('what no table kept is readable, bytes and all', () => {
  const { rows, engine } = runEngine(sourceOf(streams), [batchOf(['b', Buffer.from([0xfe]), '', '{"a":1}'])])
  assert.deepEqual(rows('lost'), [
    { record_offset: 100n, raw: 'b', raw_bytes: null },
    { record_offset: 101n, raw: '�', raw_bytes: new Uint8Array([0xfe]) },
  ])
  assert.equal(engine.counts.unclaimed, 2)
})

test('an error that its sink cannot encode is handed on, as ENCODE, and does not come again', () => {
  const { rows, errors } = runEngine(sourceOf(streams), [batchOf(['{"a":"x"}', 'b'])], {
    refuses: (sink) => sink === 'bad' || sink === 'lost',
  })
  assert.deepEqual(rows('bad'), [])
  assert.deepEqual(
    errors.map(({ code, sink, table, record }) => [code, sink, table, record]),
    [
      ['ENCODE', 'bad', 't', 0],
      ['ENCODE', 'lost', '', 1],
    ],
  )
})

test('what a declared error sink cannot take, or does not want, goes to the fallback, not lost', () => {
  const sinks = `CREATE SINK bad WITH ('connector' = 'print') AS SELECT error_code, message FROM ERRORS OF s WHERE error_code = 'CAST';`
  const declared = tableOf('a INT', 'PARSE JSON', sinks)
  const [loader] = declared.errorLoaders
  const node = { ...declared, errorFallback: { ...loader, sink: 'fallback', condition: null } }
  const records = ['{"a":"x"}', '{"a":"y"}', '{']
  const { rows, errors } = runEngine(node, [batchOf(records)], {
    refuses: (sink, row) => sink === 'bad' && (row['message'] as string).includes("'y'"),
  })
  assert.equal(rows('bad').length, 1)
  assert.deepEqual(
    rows('fallback').map((row) => row['error_code']),
    ['ENCODE', 'PARSE_JSON'],
  )
  assert.deepEqual(errors, [])
})

test('too many errors: all are counted, one of each kind says how many more there were', () => {
  const records = ['{"a":"x"}', '{"a":"y"}', '{"a":1}', '{"a":"z"}', '{', '{"a":"w"}', '[']
  const { errors, engine } = runEngine(tableOf('a INT'), [batchOf(records)], { errorAllowance: () => 1 })
  assert.deepEqual(
    errors.map(({ code, record, message }) => `${code} ${record} ${message.replace(/^.*?(\(and|$)/, '$1')}`),
    [
      'CAST 0 ',
      'CAST 1 (and 2 more like it up to offset 105, not written: too many errors)',
      'PARSE_JSON 4 (and 1 more like it up to offset 106, not written: too many errors)',
    ],
  )
  assert.equal(engine.counts.errorsUnwritten, 3)
  assert.deepEqual(Object.fromEntries(engine.counts.tables.get('t')?.errored ?? []), { CAST: 4, PARSE_JSON: 2 })
})

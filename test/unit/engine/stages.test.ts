/** The six stages, each for itself. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { RowError } from '../../../src/engine/ports.ts'
import type { SourceNode } from '../../../src/plan/plan.ts'
import { batchOf } from '../../support/batches.ts'
import type { TestRecord } from '../../support/batches.ts'
import { sourceOf, tableOf } from '../../support/compiled.ts'
import {
  BIGINT,
  INT,
  STRING,
  call,
  column,
  columnRef,
  condition,
  contains,
  derived,
  member,
} from '../../support/plans.ts'
import { sourceNode, table } from '../../support/plans.ts'
import { runEngine } from '../../support/run-engine.ts'
import type { EngineRun } from '../../support/run-engine.ts'

function run(node: SourceNode, records: readonly TestRecord[]): EngineRun {
  return runEngine(node, [batchOf(records)])
}

function briefly({ code, stage, column: name, sink, record }: RowError): string {
  return [record, code, stage, name ?? '-', sink ?? '-'].join(' ')
}

test('a plan written by hand: FILTER, PARSE JSON and columns make rows', () => {
  const node = sourceNode([
    table(
      [
        column('id', BIGINT, { nullable: false }),
        column('name', STRING),
        column('level', INT, { source: { kind: 'path', document: 0, path: member('role', 'level') } }),
        derived('shout', call('upper', STRING, columnRef('name', STRING))),
      ],
      { filter: condition(contains('login')) },
    ),
  ])
  const { rows, engine, errors } = run(node, [
    '{"id":9007199254740993,"name":"Ann","event":"login","role":{"level":3}}',
    '{"event":"logout","id":1}',
    '{"id":"2","event":"login","name":null}',
    '',
    null,
  ])
  assert.deepEqual(rows('t_sink'), [
    { id: 9007199254740993n, name: 'Ann', level: 3, shout: 'ANN' },
    { id: 2n, name: null, level: null, shout: null },
  ])
  assert.deepEqual(errors, [])
  assert.equal(engine.counts.in, 5)
  assert.equal(engine.counts.unclaimed, 1)
  const counts = engine.counts.tables.get('t')
  assert.deepEqual([counts?.in, counts?.out, counts?.errored], [5, 2, new Map()])
  assert.deepEqual(
    counts?.dropped,
    new Map([
      ['empty', 2],
      ['filter', 1],
    ]),
  )
})

test('Filter: raw text, metadata, and a condition that fails', () => {
  const node = tableOf(
    "a STRING PATH '$.a'",
    `FILTER (raw LIKE '%a%' AND partition = 3) OR 1 / (offset - 101) > 5 PARSE JSON`,
  )
  const { rows, errors, engine } = run(node, ['{"a":1}', '{}', '{"b":1}'])
  assert.deepEqual(rows('out'), [{ a: '1' }])
  assert.deepEqual(errors.map(briefly), ['1 EVAL filter - -'])
  assert.equal(engine.counts.unclaimed, 1)
})

test('Filter: bytes that are no UTF-8 fail only where a table keeps the record', () => {
  const bad = Buffer.from([0x7b, 0xff, 0x7d])
  const { errors, engine } = run(tableOf('a STRING', `FILTER CONTAINS '{' PARSE JSON`), [bad, Buffer.from([0xff])])
  assert.deepEqual(errors.map(briefly), ['0 DECODE_UTF8 filter - -'])
  assert.equal(engine.counts.unclaimed, 1)
})

test('Filter: bytes that are no UTF-8 read as U+FFFD', () => {
  const records = [Buffer.from([0x61, 0xff]), Buffer.from([0x61]), Buffer.from([0xe4, 0xb8, 0x61])]
  const kept = (condition: string): number[] =>
    run(tableOf('a STRING', `FILTER ${condition} PARSE JSON`), records).errors.map(({ record }) => record)
  assert.deepEqual(kept(`CONTAINS '\ufffd'`), [0, 2])
  assert.deepEqual(kept(`raw LIKE 'a_'`), [0])
  assert.deepEqual(kept(`char_length(raw) = 2`), [0, 2])
  assert.deepEqual(kept(`MATCHES '^\ufffda'`), [2])
  assert.deepEqual(kept(`CONTAINS 'a'`), [0, 1, 2])
})

test('Filter: of a record over the limit, the beginning decides', () => {
  const batch = batchOf(['{"a":1', '{"b":1'], {
    oversized: new Map([
      [0, 5_000_000],
      [1, 6_000_000],
    ]),
  })
  const { errors, engine } = runEngine(tableOf('a STRING', `FILTER CONTAINS '"a"' PARSE JSON`), [batch])
  assert.deepEqual(errors.map(briefly), ['0 RECORD_TOO_LARGE filter - -'])
  assert.equal(errors[0].message, 'the record has 5000000 bytes, more than is read of one; its first 6 bytes are kept')
  assert.equal(engine.counts.unclaimed, 1)
})

test('Parser: regex, then JSON in one of its fields', () => {
  const node = tableOf(
    `t STRING, kind STRING, a INT, again STRING AS kind || '/' || t`,
    `PARSE REGEX '^\\[(?<t>[^\\]]+)\\](?:\\[(?<kind>\\w+)\\])?,(?<body>.*)$' THEN JSON (body)`,
  )
  const { rows, errors } = run(node, ['[é1][Kind],{"a":1}', '[2],{"a":2}', 'nothing', '[3],{"a":}'])
  assert.deepEqual(rows('out'), [
    { t: 'é1', kind: 'Kind', a: 1, again: 'Kind/é1' },
    { t: '2', kind: null, a: 2, again: null },
  ])
  assert.deepEqual(errors.map(briefly), ['2 PARSE_REGEX parser - -', '3 PARSE_JSON parser - -'])
})

test('Parser: several patterns, the first that matches counts', () => {
  const node = tableOf('a STRING, b STRING', `PARSE REGEX 'a=(?<a>\\d+)', 'b=(?<b>\\d+)'`)
  const { rows } = run(node, ['a=1 b=2', 'b=3'])
  assert.deepEqual(rows('out'), [
    { a: '1', b: null },
    { a: null, b: '3' },
  ])
})

test('Parser: CSV with quotes, null literals and missing fields', () => {
  const node = tableOf('a STRING, b INT, c STRING', `PARSE CSV COLUMNS (a, b, c) WITH ('null-literal' = '-;NA')`)
  const { rows, errors } = run(node, ['"x ""y""",1,z', '-,NA', 'a,b,c', '1,2,3,4', '"open'])
  assert.deepEqual(rows('out'), [
    { a: 'x "y"', b: 1, c: 'z' },
    { a: null, b: null, c: null },
  ])
  assert.deepEqual(errors.map(briefly), ['2 CAST formatter b -', '3 PARSE_CSV parser - -', '4 PARSE_CSV parser - -'])
})

test('Parser: NULL ON ERROR leaves the names missing', () => {
  const node = tableOf('a INT, r STRING AS raw2', `PARSE REGEX '(?<raw2>.*)' THEN JSON NULL ON ERROR`)
  assert.deepEqual(run(node, ['{"a":1}', 'x']).rows('out'), [
    { a: 1, r: '{"a":1}' },
    { a: null, r: 'x' },
  ])
})

test('Parser: a document inside a document', () => {
  const node = tableOf(
    `x INT PATH '$.x' OF inner_text, y INT PATH '$.y' OF raw, z STRING`,
    `PARSE JSON THEN JSON (PATH '$.inner' AS inner_text)`,
  )
  const { rows, errors } = run(node, ['{"inner":"{\\"x\\":1,\\"z\\":\\"é\\"}","y":2}', '{"y":3}', '{"inner":{"x":4}}'])
  assert.deepEqual(errors, [])
  assert.deepEqual(rows('out'), [
    { x: 1, y: 2, z: 'é' },
    { x: null, y: 3, z: null },
    { x: 4, y: null, z: null },
  ])
})

test('Parser: paths that share a place leave the others alone', () => {
  const node = tableOf(`j JSON PATH '$.a', x ARRAY<INT> PATH '$.a[*].x' VIRTUAL, xs STRING AS CAST(x AS STRING),
    y JSON PATH '$.a[*].y', whole JSON PATH '$', b INT, rest JSON REST`)
  const { rows, errors } = run(node, ['{"a":[{"x":1},{"y":"2"}],"b":3}', '{"b":4}'])
  assert.deepEqual(errors, [])
  assert.deepEqual(rows('out'), [
    { j: '[{"x":1},{"y":"2"}]', xs: '[1]', y: '["2"]', whole: '{"a":[{"x":1},{"y":"2"}],"b":3}', b: 3, rest: '{}' },
    { j: null, xs: null, y: null, whole: '{"b":4}', b: 4, rest: '{}' },
  ])
})

test('Extender: metadata, also converted', () => {
  const node = tableOf(`topic STRING METADATA, p STRING METADATA FROM 'partition', o BIGINT METADATA FROM 'offset',
    ts TIMESTAMP(3) METADATA FROM 'timestamp', k INT METADATA FROM 'key', h BYTES METADATA FROM 'headers.x',
    v STRING METADATA FROM 'value'`)
  const bytes = Buffer.from('{}\n{}\n42xy')
  const keys = { starts: Uint32Array.of(6, 8), ends: Uint32Array.of(8, 10) }
  const headers = [
    [
      { name: 'x', value: Buffer.from('1') },
      { name: 'x', value: Buffer.from([255]) },
    ],
    [],
  ]
  const { rows, errors } = runEngine(node, [batchOf(['{}', '{}'], { bytes, keys, headers })])
  assert.deepEqual(rows('out'), [
    {
      topic: 'topic',
      p: '3',
      o: 100n,
      ts: BigInt(Date.UTC(2026, 10, 20, 10)) * 1000n,
      k: 42,
      h: new Uint8Array([255]),
      v: '{}',
    },
  ])
  assert.deepEqual(errors.map(briefly), ['1 CAST formatter k -'])
})

test('Extender: all headers are a MAP, of a repeated name the last', () => {
  const node = tableOf(`headers MAP<STRING, BYTES> METADATA, texts MAP<STRING, STRING> METADATA FROM 'headers'`)
  const headers = [
    [
      { name: 'trace', value: Buffer.from('a') },
      { name: '__proto__', value: Buffer.from([0x7b]) },
      { name: 'trace', value: Buffer.from('b') },
    ],
    [{ name: 'raw', value: Buffer.from([255]) }],
    [],
  ]
  const { rows, errors } = runEngine(node, [batchOf(['{}', '{}', '{}'], { headers })])
  assert.deepEqual(
    rows('out').map((row) => [row['headers'], row['texts']]),
    [
      [
        new Map([
          ['trace', Buffer.from('b')],
          ['__proto__', Buffer.from('{')],
        ]),
        new Map([
          ['trace', 'b'],
          ['__proto__', '{'],
        ]),
      ],
      [new Map(), new Map()],
    ],
  )
  assert.deepEqual(errors.map(briefly), ['1 CAST formatter texts -'])
})

test('Extender: REST is the document less what columns name', () => {
  const node = tableOf(`a INT, c STRING PATH '$.b.c', v STRING VIRTUAL, rest JSON REST`)
  const { rows } = run(node, ['{"z": 1.50, "a":1, "b": {"c":"x"}, "v":0, "y":"\\u00e9"}', '[1, 2]'])
  assert.deepEqual(rows('out'), [
    { a: 1, c: 'x', rest: '{"z":1.50,"b":{},"y":"\\u00e9"}' },
    { a: null, c: null, rest: '[1,2]' },
  ])
})

test('Formatter: policies come before NOT NULL', () => {
  const node = tableOf(
    `a INT NOT NULL DEFAULT 7 ON EMPTY, b INT DEFAULT 1 ON EMPTY NULL ON ERROR, c INT DEFAULT 9 ON ERROR,
     d INT AS 10 / b DEFAULT -1 ON EMPTY DEFAULT -2 ON ERROR, e INT NOT NULL NULL ON ERROR`,
  )
  const { rows, errors } = run(node, ['{"e":1}', '{"a":"","b":"x","c":"x","e":1}', '{"b":0,"e":1}', '{"e":"x"}'])
  assert.deepEqual(rows('out'), [
    { a: 7, b: 1, c: null, d: 10, e: 1 },
    { a: 7, b: null, c: 9, d: -1, e: 1 },
    { a: 7, b: 0, c: null, d: -2, e: 1 },
  ])
  assert.deepEqual(errors.map(briefly), ['3 NOT_NULL formatter e -'])
})

test('Formatter: a column that another shares keeps its own values under DEFAULT', () => {
  const node = tableOf('a INT, b INT AS a DEFAULT 5 ON EMPTY, c INT AS coalesce(a, 6)')
  assert.deepEqual(run(node, ['{}', '{"a":1}']).rows('out'), [
    { a: null, b: 5, c: 6 },
    { a: 1, b: 1, c: 1 },
  ])
})

test('Formatter: WHERE drops FALSE and NULL, CHECK refuses FALSE alone', () => {
  const node = tableOf('a INT, b INT, CONSTRAINT positive CHECK (b > 0)', 'PARSE JSON WHERE a > 1')
  const { rows, errors, engine } = run(node, ['{"a":2}', '{"a":1}', '{}', '{"a":2,"b":0}', '{"a":3,"b":1}'])
  assert.deepEqual(rows('out'), [
    { a: 2, b: null },
    { a: 3, b: 1 },
  ])
  assert.deepEqual(errors.map(briefly), ['3 CHECK formatter - -'])
  assert.match(errors[0].message, /positive/)
  assert.equal(engine.counts.tables.get('t')?.dropped.get('where'), 2)
})

const twoSinks = `
  CREATE STREAMING TABLE t (a INT, b INT) FROM s PARSE JSON;
  CREATE SINK one WITH ('connector' = 'print') AS SELECT a AS x FROM t WHERE 10 / b > 1;
  CREATE SINK two WITH ('connector' = 'print') AS SELECT b, a FROM t WHERE a > 1;`

test('Splitter: to every sink whose condition is TRUE, to none is unrouted', () => {
  const { rows, errors, engine } = run(sourceOf(twoSinks), [
    '{"a":2,"b":1}',
    '{"a":1,"b":1}',
    '{"a":1,"b":9}',
    '{"a":5,"b":0}',
  ])
  assert.deepEqual(rows('one'), [{ x: 2 }, { x: 1 }])
  assert.deepEqual(rows('two'), [{ b: 1, a: 2 }])
  assert.deepEqual(errors.map(briefly), ['3 EVAL splitter - one'])
  assert.deepEqual(engine.counts.tables.get('t')?.dropped, new Map([['unrouted', 1]]))
  assert.equal(engine.counts.tables.get('t')?.out, 2)
})

test('Loader: a row that one sink cannot take goes to none', () => {
  const records = ['{"a":2,"b":1}', '{"a":3,"b":1}']
  const refuses = (sink: string, row: Record<string, unknown>): boolean => sink === 'two' && row.a === 2
  const { rows, errors } = runEngine(sourceOf(twoSinks), [batchOf(records)], { refuses })
  assert.deepEqual(rows('one'), [{ x: 3 }])
  assert.deepEqual(rows('two'), [{ b: 1, a: 3 }])
  assert.deepEqual(errors.map(briefly), ['0 ENCODE loader - two'])
})

test('a table without sinks counts its rows as out', () => {
  const { engine } = run(sourceOf('CREATE STREAMING TABLE t (a INT) FROM s PARSE JSON;'), ['{}'])
  assert.equal(engine.counts.tables.get('t')?.out, 1)
})

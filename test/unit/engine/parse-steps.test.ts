/** GROK, KEY_VALUE and UNNEST, and arguments that are expressions, from SQL to rows. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { sourceOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'
import type { EngineRun } from '../../support/run-engine.ts'

/** Table `t` of these columns and this PARSE clause; sinks `k`, and `other` for `otherWhere`. */
function run(
  columns: string,
  parse: string,
  records: readonly string[],
  options: Parameters<typeof runEngine>[2] & { readonly otherWhere?: string } = {},
): EngineRun {
  const { otherWhere, ...engineOptions } = options
  const second =
    otherWhere === undefined
      ? ''
      : `CREATE SINK other WITH ('connector' = 'print') AS SELECT * FROM t WHERE ${otherWhere};`
  const text = `
CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'x');
CREATE STREAMING TABLE t (${columns}) FROM s PARSE ${parse};
CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;${second}`
  return runEngine(sourceOf(text), [batchOf([...records])], engineOptions)
}

function counts({ engine }: EngineRun) {
  const { in: taken, out, dropped, errored } = engine.counts.tables.get('t')!
  return { in: taken, out, dropped: Object.fromEntries(dropped), errored: Object.fromEntries(errored) }
}

function errorsOf({ errors }: EngineRun): readonly string[] {
  return errors.map(({ record, code, stage, message }) => `${record} ${code} ${stage}: ${message}`)
}

test('KEY_VALUE: logfmt, its quotes and escapes, the last of repeated keys, keys without values', () => {
  const { rows } = run('level STRING, msg STRING, n INT, missing STRING', 'KEY_VALUE', [
    'level=info msg="a \\"b\\"\\n\\u00e9" n=3 flag n=4',
    '  level=  n=  msg=""',
    'msg=x=y level=warn n=7 ',
  ])
  assert.deepEqual(rows('k'), [
    { level: 'info', msg: 'a "b"\né', n: 4, missing: null },
    { level: '', msg: '', n: null, missing: null },
    { level: 'warn', msg: 'x=y', n: 7, missing: null },
  ])
})

test('KEY_VALUE: what is wrong is named', () => {
  const result = run('a STRING', 'KEY_VALUE', ['a="x', 'a="x"y', '=1', 'no pairs here', 'a=1'])
  assert.deepEqual(errorsOf(result), [
    '0 PARSE_KEY_VALUE parser: a quote is not closed',
    '1 PARSE_KEY_VALUE parser: text behind a closing quote',
    '2 PARSE_KEY_VALUE parser: a value without a key',
    '3 PARSE_KEY_VALUE parser: no key has a value',
  ])
  assert.deepEqual(result.rows('k'), [{ a: '1' }])
})

test('KEY_VALUE: other delimiters, null literals, REST with the digits and the last of repeated keys', () => {
  const query = run(
    'a INT, b STRING, rest JSON REST',
    "KEY_VALUE WITH ('kv.field-delimiter' = '&', 'null-literal' = '-')",
    ['a=1&b=-&c=x%20y&&d&c=2&__proto__=1', 'b=&a=-'],
  )
  assert.deepEqual(query.rows('k'), [
    { a: 1, b: null, rest: '{"d":"","c":"2","__proto__":"1"}' },
    { a: null, b: '', rest: '{}' },
  ])
  const spaced = run(
    'a STRING, b STRING',
    "KEY_VALUE WITH ('kv.field-delimiter' = '; ', 'kv.value-delimiter' = ': ', 'kv.quote-character' = '|')",
    ['a: x y; b: |c; d|'],
  )
  assert.deepEqual(spaced.rows('k'), [{ a: 'x y', b: 'c; d' }])
  const untrimmed = run(
    'a STRING, b STRING',
    "KEY_VALUE WITH ('kv.field-delimiter' = ',', 'kv.trim' = 'false', 'kv.disable-quote-character' = 'true')",
    ['a= x ,b="y"'],
  )
  assert.deepEqual(untrimmed.rows('k'), [{ a: ' x ', b: '"y"' }])
})

test('KEY_VALUE: many rows through the written form, some wrong', () => {
  const records = Array.from({ length: 3_000 }, (_, i) => (i % 7 === 3 ? `v="${i}` : `n=${i} v="a\\t${i}"`))
  const written = run("n INT, whole JSON PATH '$'", 'KEY_VALUE', records)
  assert.equal(counts(written).errored['PARSE_KEY_VALUE'], Math.ceil((3_000 - 3) / 7))
  for (const row of written.rows('k')) {
    assert.deepEqual(JSON.parse(row['whole'] as string), { n: `${row['n'] as number}`, v: `a\t${row['n'] as number}` })
  }
})

test('GROK: texts where they stand, objects and REST as JSON, numbers where the pattern says so', () => {
  const pattern = "GROK '%{IP:[client][ip]} %{INT:[client][port]:int} %{NUMBER:took:float} %{WORD:word}'"
  const records = ['10.0.0.1 80 0.50 hello', '::1 +7 .5 x', 'nothing']
  const plain = run("ip STRING PATH '$.client.ip', port INT PATH '$.client.port', word STRING", pattern, records)
  assert.deepEqual(plain.rows('k'), [
    { ip: '10.0.0.1', port: 80, word: 'hello' },
    { ip: '::1', port: 7, word: 'x' },
  ])
  const nested = run('client JSON, rest JSON REST', pattern, records)
  assert.deepEqual(nested.rows('k'), [
    { client: '{"ip":"10.0.0.1","port":80}', rest: '{"took":0.50,"word":"hello"}' },
    // What is no JSON number stays a text.
    { client: '{"ip":"::1","port":"+7"}', rest: '{"took":".5","word":"x"}' },
  ])
  assert.deepEqual(errorsOf(nested), ['2 PARSE_GROK parser: the pattern does not match'])
})

test('GROK: several patterns, the first capture of a name that took part, null literals, NULL ON ERROR', () => {
  const { rows } = run(
    'a STRING, b STRING',
    "GROK 'x=(?:%{INT:a}|%{NOTSPACE:a})', 'y=%{WORD:b}( %{WORD:b})?' WITH ('null-literal' = '-') NULL ON ERROR",
    ['x=1', 'x=-', 'y=b1 b2', 'z'],
  )
  assert.deepEqual(rows('k'), [
    { a: '1', b: null },
    { a: null, b: null },
    { a: null, b: 'b1' },
    { a: null, b: null },
  ])
})

test('GROK: what it captures is parsed on', () => {
  const { rows } = run(
    "n INT, host STRING PATH '$.host' OF raw",
    "GROK '%{WORD:host} %{GREEDYDATA:body}' THEN JSON (body)",
    ['web {"n":1}'],
  )
  assert.deepEqual(rows('k'), [{ n: 1, host: 'web' }])
})

test('an argument is an expression over raw and fields, and its name stands for it', () => {
  const { rows, errors } = run(
    'n INT, again INT AS CAST(again AS INT)',
    "REGEX '^(?<head>\\w+) (?<body>.*)$' THEN JSON (replace(body, 'NaN', 'null') AS mended) THEN REGEX '(?<again>\\d+)' (mended)",
    ['x {"n":NaN,"m":5}', 'x {"n":2}'],
  )
  assert.deepEqual(errors, [])
  assert.deepEqual(rows('k'), [
    { n: null, again: 5 },
    { n: 2, again: 2 },
  ])
})

test('an argument that is NULL skips the step, one that fails is an error of the step', () => {
  const result = run('n INT', "JSON (CAST(CAST(nullif(raw, '-') AS INT) AS STRING) AS x) THEN JSON", ['-', '12', 'x'])
  assert.equal(counts(result).errored['PARSE_JSON'], 2)
})

const items = 'JSON THEN UNNEST (items) WITH ORDINALITY i'

test('UNNEST: a row for each element, which is the last document', () => {
  const result = run("id INT PATH '$.id' OF raw, i INT, sku STRING, element JSON PATH '$', rest JSON REST", items, [
    '{"id":1,"items":[{"sku":"a","n":1},{"sku":"b"},7,null]}',
    '{"id":2,"items":[]}',
    '{"id":3}',
    '{"id":4,"items":null}',
  ])
  assert.deepEqual(result.rows('k'), [
    { id: 1, i: 1, sku: 'a', element: '{"sku":"a","n":1}', rest: '{"n":1}' },
    { id: 1, i: 2, sku: 'b', element: '{"sku":"b"}', rest: '{}' },
    { id: 1, i: 3, sku: null, element: '7', rest: '7' },
    { id: 1, i: 4, sku: null, element: null, rest: null },
  ])
  assert.deepEqual(counts(result), { in: 4, out: 1, dropped: { unnest: 3 }, errored: {} })
  assert.deepEqual(result.sinks.get('k')?.records, [0, 0, 0, 0])
})

test('UNNEST OUTER: one row where there is none', () => {
  const { rows } = run("id INT PATH '$.id' OF raw, i INT, sku STRING", `${items} OUTER`, [
    '{"id":1,"items":[]}',
    '{"id":2}',
    '{"id":3,"items":[{"sku":"c"}]}',
  ])
  assert.deepEqual(rows('k'), [
    { id: 1, i: null, sku: null },
    { id: 2, i: null, sku: null },
    { id: 3, i: 1, sku: 'c' },
  ])
})

test('UNNEST: what is no array is an error, or with NULL ON ERROR as if it were missing', () => {
  const records = ['{"items":{"a":1}}', '{"items":"[1]"}', '{"items":"[1"}']
  const strict = run('i INT', items, records)
  assert.deepEqual(errorsOf(strict), [
    '0 PARSE_UNNEST parser: not a JSON array',
    '2 PARSE_UNNEST parser: not a JSON array',
  ])
  assert.deepEqual(counts(run('i INT', `${items} NULL ON ERROR`, records)), {
    in: 3,
    out: 1,
    dropped: { unnest: 2 },
    errored: {},
  })
  assert.equal(run('i INT', `${items} OUTER NULL ON ERROR`, records).rows('k').length, 3)
})

test('UNNEST of what an UNNEST gave: a row that fails takes with it those that were read before it', () => {
  const result = run('n INT', `JSON THEN UNNEST (items) THEN UNNEST (PATH '$.a' AS a) OUTER`, [
    '{"items":[{},{"a":1}]}',
    '{"items":[{"a":[{"n":1}]},{"a":"x"},{"a":[{"n":2}]}]}',
    '{"items":[{},{"a":[{"n":3},{"n":4}]}]}',
  ])
  assert.deepEqual(result.rows('k'), [{ n: null }, { n: 3 }, { n: 4 }])
  assert.deepEqual(counts(result), { in: 3, out: 1, dropped: {}, errored: { PARSE_UNNEST: 2 } })
})

test('UNNEST: of the rows that a clause fails for, the first is the record’s error, in whatever order they are evaluated', () => {
  const result = run(
    'n INT, s STRING, q INT AS CASE WHEN n = 0 THEN 1 / n ELSE CAST(s AS INT) END',
    'JSON THEN UNNEST (items)',
    ['{"items":[{"n":5,"s":"x"},{"n":0}]}', '{"items":[{"n":0},{"n":5,"s":"x"}]}'],
  )
  assert.deepEqual(errorsOf(result), ['0 EVAL extender: not a number', '1 EVAL extender: division by zero'])
})

test('UNNEST: all rows of a record or none, whatever fails; the ledger counts records', () => {
  const records = [
    '{"items":[{"p":1},{"p":-1},{"p":2}]}',
    '{"items":[{"p":1},{"p":0}]}',
    '{"items":[{"p":0},{"p":0}]}',
    '{"items":[{"p":4},{"p":"x"}]}',
    '{"items":[{"p":5},{"p":6}]}',
    '{"items":[{"p":99},{"p":7}]}',
  ]
  const result = run('p INT, CHECK (p >= 0)', 'JSON THEN UNNEST (items) WHERE p <> 0', records, {
    otherWhere: 'p > 4',
    refuses: (sink, row) => sink === 'other' && row['p'] === 99,
  })
  assert.deepEqual(result.rows('k'), [{ p: 1 }, { p: 5 }, { p: 6 }])
  assert.deepEqual(result.rows('other'), [{ p: 5 }, { p: 6 }])
  assert.deepEqual(counts(result), { in: 6, out: 2, dropped: { where: 1 }, errored: { CHECK: 1, CAST: 1, ENCODE: 1 } })
})

test('UNNEST in UNNEST, and fields and documents of the steps before', () => {
  const { rows } = run(
    "head STRING, id INT PATH '$.id' OF body, a INT PATH '$.a' OF outer, i INT, j INT, b JSON PATH '$'",
    "REGEX '^(?<head>\\w+) (?<body>.*)$' THEN JSON (body) THEN UNNEST (PATH '$.x' AS outer) WITH ORDINALITY i THEN UNNEST (y) WITH ORDINALITY j",
    ['h {"id":1,"x":[{"a":1,"y":[1,[2]]},{"a":2,"y":[]},{"a":3,"y":["z"]}]}', 'g {"id":2,"x":[{"y":[]}]}'],
  )
  assert.deepEqual(rows('k'), [
    { head: 'h', id: 1, a: 1, i: 1, j: 1, b: '1' },
    { head: 'h', id: 1, a: 1, i: 1, j: 2, b: '[2]' },
    { head: 'h', id: 1, a: 3, i: 3, j: 1, b: '"z"' },
  ])
})

test('UNNEST: many more rows than a chunk has records, in little memory too', () => {
  const records = Array.from(
    { length: 300 },
    (_, i) => `{"id":${i},"items":[${Array.from({ length: i }, (_, k) => k).join()}]}`,
  )
  const total = (300 * 299) / 2
  for (const memoryBytes of [1 << 20, 64 << 20]) {
    const result = run(
      "id INT PATH '$.id' OF raw, i INT, v INT PATH '$', t STRING AS TRY(CAST(i AS STRING))",
      items,
      records,
      {
        memoryBytes,
        otherWhere: 'v >= 0',
      },
    )
    assert.equal(result.rows('k').length, total)
    assert.equal(result.rows('other').length, total)
    assert.ok(result.rows('k').every((row) => row['i'] === Number(row['v']) + 1 && row['t'] === String(row['i'])))
    assert.deepEqual(counts(result), { in: 300, out: 299, dropped: { unnest: 1 }, errored: {} })
  }
})

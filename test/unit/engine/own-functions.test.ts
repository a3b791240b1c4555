/** `CREATE FUNCTION`: in SQL as if its expression stood there, its arguments evaluated once; in JavaScript by types. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compile } from '../../../src/compile.ts'
import { planFingerprint } from '../../../src/plan/fingerprint.ts'
import { javaScriptHost } from '../../../src/runtime/javascript/host.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'
import type { EngineRun } from '../../support/run-engine.ts'

function run(functions: string, columns: string, clauses: string, records: readonly string[]): EngineRun {
  return runEngine(tableOf(columns, clauses, functions), [batchOf(records)], { functions: javaScriptHost })
}

function rowsOf(functions: string, columns: string, ...records: readonly string[]): unknown {
  return run(functions, columns, 'PARSE JSON', records).rows('out')
}

function errorsOf({ errors }: EngineRun): unknown {
  return errors.map(({ code, stage, column, sink, message }) => ({ code, stage, column, sink, message }))
}

test('a function in SQL sees its own parameters and nothing of its caller', () => {
  const functions = `
    CREATE FUNCTION f(n BIGINT, m BIGINT) RETURNS BIGINT AS g(m, n) * 10 + n;
    CREATE FUNCTION g(n BIGINT, m BIGINT) RETURNS BIGINT AS n * 100 + m;`
  const columns = 'n BIGINT, m BIGINT, r BIGINT AS f(m + 1, n + 1), s BIGINT AS F(m, n)'
  assert.deepEqual(rowsOf(functions, columns, '{"n":1,"m":5}'), [
    { n: 1n, m: 5n, r: (2n * 100n + 6n) * 10n + 6n, s: (1n * 100n + 5n) * 10n + 5n },
  ])
})

test('names with points in them do not meet', () => {
  const functions = `
    CREATE FUNCTION a(\`b.c\` BIGINT, y BIGINT) RETURNS BIGINT AS \`a.b\`(y + 1, \`b.c\`);
    CREATE FUNCTION \`a.b\`(c BIGINT, d BIGINT) RETURNS BIGINT AS c * 10 + d;`
  assert.deepEqual(rowsOf(functions, 'n BIGINT, r BIGINT AS a(n + 1, n)', '{"n":5}'), [{ n: 5n, r: 66n }])
})

test('a call in an argument of the same function', () => {
  const functions = 'CREATE FUNCTION twice(n BIGINT) RETURNS BIGINT AS n + n;'
  const columns = 'n BIGINT, r BIGINT AS twice(twice(twice(n + 0)) + twice(n + 1))'
  assert.deepEqual(rowsOf(functions, columns, '{"n":3}'), [{ n: 3n, r: 40n }])
})

test('arguments and result get the declared types', () => {
  const functions = `
    CREATE FUNCTION third(n DOUBLE) RETURNS DOUBLE AS n / 3;
    CREATE FUNCTION day_of(d DATE, s STRING) RETURNS DECIMAL(21, 2) AS dayofmonth(d) + char_length(s);
    CREATE FUNCTION nothing(s STRING) RETURNS BIGINT AS NULL;`
  const columns = `n INT, a DOUBLE AS third(n), b DECIMAL(21, 2) AS day_of('2026-11-20', 'ab'), c BIGINT AS nothing(NULL)`
  assert.deepEqual(rowsOf(functions, columns, '{"n":1}'), [{ n: 1, a: 1 / 3, b: 2200n, c: null }])
})

test('an argument is evaluated before the body, so that it fails whether read or not; TRY around the call catches it', () => {
  const functions = 'CREATE FUNCTION first(a INT, b INT) RETURNS INT AS CASE WHEN TRUE THEN TRY(a) ELSE b END;'
  const columns = 'n INT, r INT AS first(1, 1 / n), s INT AS TRY(first(1 / n, 2))'
  const outcome = run(functions, columns, 'PARSE JSON', ['{"n":0}', '{"n":1}'])
  assert.deepEqual(outcome.rows('out'), [{ n: 1, r: 1, s: 1 }])
  assert.deepEqual(errorsOf(outcome), [
    { code: 'EVAL', stage: 'extender', column: 'r', sink: null, message: 'division by zero' },
  ])
})

test('every type goes to JavaScript and comes back', () => {
  const types = [
    ['BOOLEAN', 'true'],
    ['TINYINT', '-7'],
    ['INT', '2147483647'],
    ['BIGINT', '9007199254740993'],
    ['FLOAT', '0.1'],
    ['DOUBLE', '-1e300'],
    ['DECIMAL(20, 3)', '"12345678901234567.890"'],
    ['STRING', '"中\\u0000😀"'],
    ['VARCHAR(3)', '"abc"'],
    ['BYTES', '"\\u00ff"'],
    ['DATE', '"2026-11-20"'],
    ['TIME(3)', '"10:00:00.125"'],
    ['TIMESTAMP(6)', '"2026-11-20 10:00:00.123456"'],
    ['TIMESTAMP_LTZ(6)', '"2026-11-20T10:00:00.123456+08:00"'],
    ['JSON', '{"a":[1.10,9007199254740993]}'],
    ['ARRAY<BIGINT>', '[1,null,9007199254740993]'],
    ['MAP<STRING, DECIMAL(5, 2)>', '{"__proto__":"1.50"}'],
    ['ROW<a BIGINT, b ARRAY<STRING>>', '{"a":1,"b":["x"]}'],
  ] as const
  for (const [type, json] of types) {
    const functions = `CREATE FUNCTION same(v ${type}) RETURNS ${type} LANGUAGE JAVASCRIPT AS $$ return v $$;`
    const columns = `v ${type}, r ${type} AS same(v)`
    const [row, empty] = rowsOf(functions, columns, `{"v":${json}}`, '{}') as {
      readonly v: unknown
      readonly r: unknown
    }[]
    assert.notEqual(row.v, null, type)
    assert.deepEqual(row.r, row.v, type)
    assert.deepEqual(empty, { v: null, r: null }, type)
  }
})

test('a result that is not of the declared type is a row error', () => {
  const cases = [
    ['BIGINT', "'1'", 'f: it returned a string, which is no BIGINT'],
    ['BIGINT', '2 ** 53', 'f: it returned a number, which is no BIGINT'],
    ['BIGINT', '1.5', 'f: it returned a number with a fraction, which is no BIGINT'],
    ['INT', '2147483648', 'f: out of range for INT'],
    ['DOUBLE', '0 / 0', 'f: it returned NaN, which is no DOUBLE'],
    ['DECIMAL(5, 2)', '1.5', 'f: it returned a number with a fraction, which is no DECIMAL(5, 2)'],
    ['DECIMAL(5, 2)', "'1.505'", 'f: more digits than DECIMAL(5, 2) holds'],
    ['STRING', "'\\ud800'", 'f: a lone surrogate'],
    ['VARCHAR(2)', "'abc'", 'f: longer than VARCHAR(2)'],
    ['JSON', "'{'", 'f: the result is no JSON text'],
    ['BOOLEAN', '[]', 'f: it returned an array, which is no BOOLEAN'],
    ['STRING', 'Symbol()', 'f: it returned a symbol, which is no STRING'],
    ['ARRAY<INT>', "[1, 'x']", 'f: it returned a string, which is no INT'],
  ] as const
  for (const [type, result, message] of cases) {
    const functions = `CREATE FUNCTION f() RETURNS ${type} LANGUAGE JAVASCRIPT AS $$ return ${result} $$;`
    const outcome = run(functions, `n INT, r ${type} AS f()`, 'PARSE JSON', ['{"n":1}'])
    assert.deepEqual(errorsOf(outcome), [{ code: 'UDF', stage: 'extender', column: 'r', sink: null, message }], result)
  }
})

test('the code is UDF wherever the call stands, and the stage that of the clause; policies and TRY apply', () => {
  const functions = `
    CREATE FUNCTION picky(n BIGINT) RETURNS BIGINT LANGUAGE JAVASCRIPT AS $$
      if (n === 13n) throw new Error('unlucky'); return n
    $$;`
  const message = 'picky: Error: unlucky (test.sql:7)'
  const stageOf = (columns: string, clauses: string): unknown => {
    const outcome = run(functions, columns, clauses, ['{"n":13}', '{"n":1}'])
    assert.equal(outcome.rows('out').length, 1)
    return errorsOf(outcome)
  }
  const error = { code: 'UDF', column: null, sink: null, message }
  const extender = stageOf('n BIGINT, r BIGINT AS picky(n)', 'PARSE JSON') as { readonly message: string }[]
  assert.match(extender[0].message, /^picky: Error: unlucky \(test\.sql:\d+\)$/)
  const at = { ...error, message: extender[0].message }
  assert.deepEqual(extender, [{ ...at, stage: 'extender', column: 'r' }])
  assert.deepEqual(stageOf('n BIGINT', 'PARSE JSON WHERE picky(n) > 0'), [{ ...at, stage: 'formatter' }])
  assert.deepEqual(stageOf('n BIGINT, CHECK (picky(n) > 0)', 'PARSE JSON'), [{ ...at, stage: 'formatter' }])
  const filter = "FILTER picky(CAST(json_value(raw, '$.n') AS BIGINT)) > 0 PARSE JSON"
  assert.deepEqual(stageOf('n BIGINT', filter), [{ ...at, stage: 'filter' }])
  const lenient =
    'n BIGINT, a BIGINT AS picky(n) DEFAULT -1 ON ERROR, b BIGINT AS TRY(picky(n)), c BIGINT AS IF(n = 13, 0, picky(n))'
  assert.deepEqual(rowsOf(functions, lenient, '{"n":13}'), [{ n: 13n, a: -1n, b: null, c: 0n }])
})

test('a body is part of the plan, where it stands is not', () => {
  const fingerprint = (functions: string): string => {
    const text = `${functions}
      CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
      CREATE STREAMING TABLE t (a STRING, b STRING AS f(a)) FROM s PARSE JSON;
      CREATE SINK k WITH ('connector' = 'print') AS SELECT * FROM t;`
    return planFingerprint(compile([{ path: 'test.sql', text }]).plan!)
  }
  const one = 'CREATE FUNCTION f(a STRING) RETURNS STRING LANGUAGE JAVASCRIPT AS $$ return a $$;'
  assert.equal(fingerprint(one), fingerprint(`\n\n${one}`))
  assert.notEqual(fingerprint(one), fingerprint(one.replace('return a', 'return a + a')))
})

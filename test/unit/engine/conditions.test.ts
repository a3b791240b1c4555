/** Conditions over an arena that is full of old values, as that of every engine is that has worked. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

test('IN: TRUE, FALSE and NULL', () => {
  const node = tableOf(
    'a INT, b BOOLEAN AS a IN (1, 2), c BOOLEAN AS a NOT IN (1, 2), d BOOLEAN AS a IN (1, NULL), e BOOLEAN AS a NOT IN (1, NULL)',
  )
  const { rows } = runEngine(node, [batchOf(['{"a":1}', '{"a":3}', '{}'])])
  assert.deepEqual(rows('out'), [
    { a: 1, b: true, c: false, d: true, e: false },
    { a: 3, b: false, c: true, d: null, e: null },
    { a: null, b: null, c: null, d: null, e: null },
  ])
})

test('ARRAY, MAP and ROW are equal where their parts are', () => {
  const node = tableOf(
    `a ARRAY<DOUBLE>, b ARRAY<DOUBLE>, m MAP<STRING, INT>, n MAP<STRING, INT>, r ROW<x INT, y ARRAY<STRING>>,
    q ROW<x INT, y ARRAY<STRING>>, same BOOLEAN AS a = b, other BOOLEAN AS a <> b, apart BOOLEAN AS m IS DISTINCT FROM n,
    alike BOOLEAN AS r IS NOT DISTINCT FROM q, among BOOLEAN AS a IN (ARRAY[1.5], b), many BOOLEAN AS a IN (ARRAY[1e0],
    ARRAY[2e0], ARRAY[3e0], ARRAY[4e0], ARRAY[5e0], ARRAY[6e0], ARRAY[7e0], ARRAY[8e0], ARRAY[0e0, 1.5])`,
  )
  const { rows } = runEngine(node, [
    batchOf([
      '{"a":[-0.0,1.50],"b":[0,15e-1],"m":{"k":1,"l":null},"n":{"l":null,"k":1},"r":{"y":["\\u0061"]},"q":{"x":null,"y":["a"]}}',
      '{"a":[1],"b":[1,null],"m":{"k":1},"n":{"l":1},"r":{"x":1},"q":null}',
      '{"a":null,"b":[],"m":null,"n":null,"r":null,"q":null}',
    ]),
  ])
  const verdicts = rows('out').map(({ same, other, apart, alike, among, many }) => [
    same,
    other,
    apart,
    alike,
    among,
    many,
  ])
  assert.deepEqual(verdicts, [
    [true, false, false, true, true, true],
    [false, true, true, false, false, true],
    [null, null, false, true, null, null],
  ])
})

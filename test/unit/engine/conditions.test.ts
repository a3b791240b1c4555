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

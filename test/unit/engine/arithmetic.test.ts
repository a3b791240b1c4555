/** What dates and times come to at the ends of the calendar; and records without a time. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

function outcomeOf(columns: string, record: string, timestampMs: number): unknown {
  const batch = batchOf([record], { timestamps: Float64Array.of(timestampMs) })
  const { rows, errors } = runEngine(tableOf(columns), [batch])
  return errors.length > 0 ? errors.map(({ code, column }) => `${code} ${column}`) : rows('out')
}

test('dates and times end with the years 0000 and 9999', () => {
  const shifted = (expression: string): unknown =>
    outcomeOf(`a INT, e STRING AS CAST(${expression} AS STRING)`, '{}', 0)
  assert.deepEqual(shifted(`DATE '9999-12-30' + INTERVAL '1' DAY`), [{ a: null, e: '9999-12-31' }])
  assert.deepEqual(shifted(`DATE '9999-12-31' + INTERVAL '1' DAY`), ['EVAL e'])
  assert.deepEqual(shifted(`DATE '0000-01-31' - INTERVAL '1' MONTH`), ['EVAL e'])
  assert.deepEqual(shifted(`TIMESTAMP '0000-01-01 00:00:00' - INTERVAL '1' SECOND`), ['EVAL e'])
  assert.deepEqual(shifted(`TIMESTAMP '9999-12-31 23:59:58' + INTERVAL '1' SECOND`), [
    { a: null, e: '9999-12-31 23:59:59' },
  ])
})

test('the lowest integer has no negative, as a constant neither', () => {
  const column = 'a BIGINT, e BIGINT AS CASE WHEN a = 1 THEN - (- 9223372036854775808) ELSE - 9223372036854775808 END'
  assert.deepEqual(outcomeOf(column, '{}', 0), [{ a: null, e: -9223372036854775808n }])
  assert.deepEqual(outcomeOf(column, '{"a":1}', 0), ['EVAL e'])
})

test('a date without a year needs the time of its record', () => {
  const column = `d DATE FORMAT 'MM-dd'`
  assert.deepEqual(outcomeOf(column, '{"d":"01-02"}', 0), [{ d: 1 }])
  assert.deepEqual(outcomeOf(column, '{"d":"01-02"}', -1), ['CAST d'])
})

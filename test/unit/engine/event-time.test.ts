/** Event time: how far the watermark has come, and the rows of each day. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'
import type { EventTimes } from '../../../src/engine/ports.ts'

function timesOf(columns: string, records: readonly string[], more = ''): EventTimes {
  const { engine } = runEngine(tableOf(columns, 'PARSE JSON', more), [batchOf(records)])
  const counts = engine.counts.tables.get('t')
  assert.ok(counts)
  return counts.eventTimes
}

const day = (text: string): number => Date.parse(text) / 86_400_000

test('the latest of the rows that came through, less what the declaration takes off', () => {
  const columns = "at TIMESTAMP_LTZ(3), n INT NOT NULL, WATERMARK FOR at AS at - INTERVAL '10' MINUTE"
  const records = [
    '{"at":"2026-11-20T10:00:00Z","n":1}',
    '{"at":"2026-11-20T12:00:00Z"}',
    '{"at":"2026-11-20T09:00:00Z","n":2}',
  ]
  const { watermarkMicros, days } = timesOf(columns, records)
  assert.equal(watermarkMicros, Date.parse('2026-11-20T09:50:00Z') * 1000, 'a record that failed moves nothing')
  assert.deepEqual([...days], [[day('2026-11-20'), 2]])
})

test('days are those of the source for TIMESTAMP_LTZ, and as written for TIMESTAMP', () => {
  const zone = "SET 'time.zone' = 'America/New_York';"
  const zoned = timesOf(
    'at TIMESTAMP_LTZ(3), WATERMARK FOR at AS at',
    ['{"at":"2026-11-20T03:00:00Z"}', '{"at":"2026-11-20T06:00:00Z"}'],
    zone,
  )
  assert.deepEqual(
    [...zoned.days],
    [
      [day('2026-11-19'), 1],
      [day('2026-11-20'), 1],
    ],
  )
  const zoneless = timesOf('at TIMESTAMP(3), WATERMARK FOR at AS at', ['{"at":"2026-11-20 03:00:00"}'], zone)
  assert.deepEqual([...zoneless.days], [[day('2026-11-20'), 1]])
})

test('NULL, and a watermark that cannot be computed, move nothing', () => {
  const columns = 'at TIMESTAMP_LTZ(3), text STRING, WATERMARK FOR at AS CAST(text AS TIMESTAMP_LTZ(3))'
  const { watermarkMicros, days } = timesOf(columns, ['{"text":"x"}', '{"at":"2026-11-20T10:00:00Z","text":"x"}', '{}'])
  assert.equal(watermarkMicros, -Infinity)
  assert.deepEqual([...days], [[day('2026-11-20'), 1]])
})

test('a column that only the watermark reads has a value', () => {
  const columns = 'at TIMESTAMP_LTZ(3) VIRTUAL, n INT, WATERMARK FOR at AS at'
  assert.equal(
    timesOf(columns, ['{"at":"2026-11-20T10:00:00Z","n":1}']).watermarkMicros,
    Date.parse('2026-11-20T10:00:00Z') * 1000,
  )
})

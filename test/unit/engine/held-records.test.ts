/** Records of several batches processed together: each keeps what its own batch says of it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { recordsToHold } from '../../../src/engine/engine.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { startEngine } from '../../support/run-engine.ts'

const node = tableOf(
  `n INT, topic STRING METADATA, part INT METADATA FROM 'partition', at BIGINT METADATA FROM 'offset'`,
  `FILTER CONTAINS 'n' PARSE JSON`,
)

const record = (n: number | string): string => JSON.stringify({ n })
const batches = [
  batchOf([record(1), null, record('x')], {
    topic: 'a',
    partition: 1,
    offsets: Float64Array.of(10, 11, 12),
  }),
  batchOf(['other', record(2)], { topic: 'b', partition: 2, offsets: Float64Array.of(5, 6) }),
  batchOf([record(3), record('y')], { topic: 'a', partition: 1, offsets: Float64Array.of(13, 14) }),
]

test('nothing is done before flush; then rows stand in the order of the records, with what their batches say of them', () => {
  const run = startEngine(node, { heldRecordsMax: 100 })
  for (const batch of batches) run.engine.process(batch)
  assert.ok(run.engine.isHolding)
  assert.equal(run.engine.counts.in, 0)
  assert.deepEqual(run.rows('out'), [])
  run.engine.flush()
  assert.ok(!run.engine.isHolding)
  assert.deepEqual(
    run.rows('out').map(({ n, topic, part, at }) => [n, topic, part, Number(at)]),
    [
      [1, 'a', 1, 10],
      [2, 'b', 2, 6],
      [3, 'a', 1, 13],
    ],
  )
  assert.deepEqual(
    run.errors.map(({ code, batch, record: index }) => [code, batch.partition, batch.offsets[index]]),
    [
      ['CAST', 1, 12],
      ['CAST', 1, 14],
    ],
  )
  const { in: taken, unclaimed, tables } = run.engine.counts
  assert.deepEqual([taken, unclaimed], [7, 1])
  assert.deepEqual(
    [...(tables.get('t')?.dropped ?? [])],
    [
      ['empty', 1],
      ['filter', 1],
    ],
  )
  run.engine.flush()
  assert.equal(run.engine.counts.in, 7)
})

test('as many as are waited for are processed at once: of those that a table keeps', () => {
  const run = startEngine(node, { heldRecordsMax: 3 })
  run.engine.process(batches[0])
  assert.equal(run.rows('out').length, 0)
  run.engine.process(batches[1])
  assert.ok(!run.engine.isHolding)
  assert.equal(run.rows('out').length, 2)
})

test('records that no table keeps do not wait for ever', () => {
  const run = startEngine(node, { heldRecordsMax: 100 })
  const others = batchOf(Array.from({ length: 40_000 }, () => 'other'))
  run.engine.process(others)
  assert.ok(run.engine.isHolding)
  run.engine.process(others)
  assert.ok(!run.engine.isHolding)
  assert.equal(run.engine.counts.unclaimed, 80_000)
})

test('no more is held than a quarter of the memory', () => {
  const run = startEngine(node, { heldRecordsMax: 1_000_000, memoryBytes: 1 << 20 })
  const large = batchOf(Array.from({ length: 100 }, (_, n) => `{"n":${n},"more":"${'x'.repeat(900)}"}`))
  for (let round = 0; round < 10; round++) run.engine.process(large)
  assert.ok(run.engine.counts.in >= 800, `${run.engine.counts.in} records processed`)
  run.engine.flush()
  assert.deepEqual(
    run.rows('out').map(({ n }) => n),
    Array.from({ length: 1000 }, (_, index) => index % 100),
  )
})

test('files under different headers are not processed together', () => {
  const csv = tableOf('a STRING, b STRING', 'PARSE CSV')
  const run = startEngine(csv, { heldRecordsMax: 100 })
  run.engine.process(batchOf(['1,2'], { csvHeader: ['a', 'b'] }))
  run.engine.process(batchOf(['3,4'], { csvHeader: ['b', 'a'] }))
  run.engine.flush()
  assert.deepEqual(run.rows('out'), [
    { a: '1', b: '2' },
    { a: '4', b: '3' },
  ])
})

test('few tables wait for nothing', () => {
  assert.equal(recordsToHold(1), 0)
  assert.equal(recordsToHold(64), 0)
  assert.ok(recordsToHold(65) > 4096)
  assert.ok(recordsToHold(1_000_000) <= 65_536)
})

/** Batches taken step by step: what is with the sinks in between, what is counted, and what is left when it is broken off. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { SourceCounts } from '../../../src/engine/accounts.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { startEngine } from '../../support/run-engine.ts'

const node = tableOf('n INT', `FILTER CONTAINS 'n' PARSE JSON`)

/** Of four records the first is a row, the second an error, the third is not wanted, the fourth is empty. */
function recordsFrom(first: number, count: number): (string | null)[] {
  return Array.from({ length: count }, (_, k) => {
    const kinds = [`{"n":${first + k}}`, `{"n":"x${first + k}"}`, 'other', null]
    return kinds[k % 4]
  })
}

function assertTablesBalance({ tables }: SourceCounts): void {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)
  for (const { in: taken, out, dropped, errored } of tables.values()) {
    assert.equal(taken, out + sum(dropped) + sum(errored))
  }
}

test('rows come chunk by chunk, and after each step the counts of tables balance', () => {
  const run = startEngine(node)
  const seen: number[] = []
  for (const sinks of run.engine.processing(batchOf(recordsFrom(0, 10_000)))) {
    assert.deepEqual(sinks, ['out'])
    seen.push(run.rows('out').length)
    assertTablesBalance(run.engine.counts)
  }
  assert.deepEqual(seen, [512, 1024, 1536, 2048, 2500])
  const whole = startEngine(node)
  whole.engine.process(batchOf(recordsFrom(0, 10_000)))
  assert.deepEqual(run.rows('out'), whole.rows('out'))
  assert.deepEqual(run.errors, whole.errors)
  assert.deepEqual(run.engine.counts, whole.engine.counts)
})

test('what is forgotten in the middle is not gone on with, and takes no memory', () => {
  for (const heldRecordsMax of [0, 1_000]) {
    const run = startEngine(node, { memoryBytes: 2 << 20, heldRecordsMax })
    for (let round = 0; round < 50; round++) {
      const before = run.rows('out').length
      const steps = run.engine.processing(batchOf(recordsFrom(0, 5_000)))
      steps.next()
      assert.ok(run.engine.isHolding)
      run.engine.forget()
      assert.ok(!run.engine.isHolding)
      run.engine.flush()
      assert.equal(run.rows('out').length, before + 512)
      assertTablesBalance(run.engine.counts)
    }
    assert.deepEqual(run.errors, [])
  }
})

test('after something was forgotten the next batch is whole', () => {
  const run = startEngine(node)
  run.engine.processing(batchOf(recordsFrom(0, 5_000))).next()
  run.engine.forget()
  const rows = run.rows('out').length
  run.engine.counts = startEngine(node).engine.counts
  run.engine.process(batchOf(recordsFrom(50_000, 8)))
  assert.deepEqual(run.rows('out').slice(rows), [{ n: 50_000 }, { n: 50_004 }])
  assert.equal(run.errors.length, 2)
  assert.equal(run.engine.counts.in, 8)
})

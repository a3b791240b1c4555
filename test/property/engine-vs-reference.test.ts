/** The engine does what the reference interpreter does: rows, errors and counts, for specs and records at random. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { compile } from '../../src/compile.ts'
import { referenceRun } from '../reference/reference.ts'
import type { ReferenceError } from '../reference/reference.ts'
import { records, specs } from '../support/arbitrary-specs.ts'
import { batchOf } from '../support/batches.ts'
import { runEngine } from '../support/run-engine.ts'

/** More find more: `ENGINE_RUNS=5000`. */
const runs = Number(process.env.ENGINE_RUNS ?? 300)

test('generated tables over generated records', () => {
  let compiled = 0
  let rows = 0
  const property = fc.property(specs, records, (text, input) => {
    const { plan } = compile([{ path: 'spec.sql', text }])
    if (plan === null) return
    compiled++
    const batch = batchOf(input)
    const expected = referenceRun(
      plan,
      's',
      input.map((value, index) => ({
        value: value === null ? null : Buffer.from(value as string),
        offset: batch.offsets[index],
        timestampMs: batch.timestamps[index],
      })),
      { topic: batch.topic, partition: batch.partition },
    )
    const actual = runEngine(plan.sources[0], [batch])
    assert.deepEqual(actual.errors.map(withoutTexts), expected.errors.map(withoutTexts))
    for (const [sink, wanted] of expected.rows) {
      rows += wanted.length
      const { rows: found, records: indexes } = actual.sinks.get(sink) ?? { rows: [], records: [] }
      assert.deepEqual(
        found.map((row, index) => ({ record: indexes[index], row })),
        wanted,
      )
    }
    assert.deepEqual(actual.engine.counts.tables, expected.tables)
    assert.equal(actual.engine.counts.unclaimed, expected.unclaimed.length)
  })
  fc.assert(property, { numRuns: runs })
  assert.ok(compiled > runs / 2, `only ${compiled} of ${runs} specs compiled`)
  assert.ok(rows > runs, `only ${rows} rows in ${runs} runs`)
})

function withoutTexts({ record, table, code, stage, column, sink }: ReferenceError): ReferenceError {
  return { record, table, code, stage, column, sink }
}

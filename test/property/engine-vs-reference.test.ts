/** The engine does what the reference interpreter does: rows, errors and counts, for specs and records at random. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { compile } from '../../src/compile.ts'
import { referenceRun } from '../reference/interpreter.ts'
import { records, specs } from '../support/arbitrary-specs.ts'
import { batchOf } from '../support/batches.ts'
import { runEngine } from '../support/run-engine.ts'

test('generated tables over generated records', () => {
  let compiled = 0
  let rows = 0
  const property = fc.property(specs, records, (text, input) => {
    const { plan } = compile([{ path: 'spec.sql', text }])
    if (plan === null) return
    compiled++
    const [node] = plan.sources
    const batch = batchOf(input)
    const expected = referenceRun(node, batch)
    const actual = runEngine(node, [batch])
    assert.deepEqual(
      actual.errors.map(({ record, table, code, stage, column, sink }) => ({
        record,
        table,
        code,
        stage,
        column,
        sink,
      })),
      expected.errors.map(({ record, table, code, stage, column, sink }) => ({
        record,
        table,
        code,
        stage,
        column,
        sink,
      })),
    )
    for (const [sink, wanted] of expected.rows) {
      rows += wanted.length
      assert.deepEqual(actual.rows(sink), wanted)
    }
    assert.deepEqual(actual.engine.counts.tables.get('t'), expected.tables.get('t'))
    assert.equal(actual.engine.counts.unclaimed, expected.unclaimed.length)
  })
  fc.assert(property, { numRuns: Number(process.env.ENGINE_RUNS ?? 300) })
  assert.ok(compiled > 100, `only ${compiled} specs compiled`)
  assert.ok(rows > 300, `only ${rows} rows`)
})

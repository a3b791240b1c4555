/**
 * The engine does what the reference interpreter does: rows, errors and counts, for generated programs over generated records.
 * ENGINE_SPECS=20000 for a long run (one takes some 10 ms), ENGINE_SEED=… to repeat one. A failure shows the smallest program and
 * record found, and the seed.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { compile } from '../../src/compile.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { javaScriptHost } from '../../src/runtime/javascript/host.ts'
import type { Value } from '../../src/types/value.ts'
import { referenceRun } from '../reference/reference.ts'
import type { OutputRow, ReferenceRun } from '../reference/reference.ts'
import { kafkaBatch } from '../support/programs/batches.ts'
import { programsOf, shapes } from '../support/programs/programs.ts'
import { recordsOf } from '../support/programs/records.ts'
import type { GeneratedRecord } from '../support/programs/records.ts'
import { startEngine } from '../support/run-engine.ts'

const specsMax = Number(process.env.ENGINE_SPECS ?? 600)
const seed = process.env.ENGINE_SEED === undefined ? {} : { seed: Number(process.env.ENGINE_SEED) }

const cases = fc.oneof(
  ...shapes.map((shape) =>
    fc.record({
      sql: programsOf(shape),
      records: recordsOf(shape),
      batchSize: fc.integer({ min: 1, max: 16 }),
      refusing: fc.boolean(),
      /** All batches are processed together. */
      held: fc.boolean(),
    }),
  ),
)

const offsetFirst = 100
const memoryBytes = 2 << 20

/** A sink that cannot encode some rows, always the same ones. */
function refusesSome(sink: string, row: OutputRow): boolean {
  return (inspect(readable(row)).length + sink.length) % 7 === 0
}

function referenceOutcome(plan: Plan, records: readonly GeneratedRecord[], refusing: boolean): unknown {
  const numbered = records.map((record, index) => ({ ...record, offset: offsetFirst + index }))
  const options = refusing ? { refuses: refusesSome } : {}
  return outcome(referenceRun(plan, 's', numbered, { topic: 'topic', partition: 3 }, options))
}

function engineOutcome(plan: Plan, { records, batchSize, refusing, held }: Case): unknown {
  const run = startEngine(plan.sources[0], {
    memoryBytes,
    functions: javaScriptHost,
    ...(refusing ? { refuses: refusesSome } : {}),
    ...(held ? { heldRecordsMax: Infinity } : {}),
  })
  const rows = new Map([...run.sinks.keys()].map((sink) => [sink, [] as { record: number; row: OutputRow }[]]))
  const errors: ReferenceRun['errors'][number][] = []
  const takeRows = (first: number): void => {
    for (const [name, sink] of run.sinks) {
      sink.rows.forEach((row, at) => rows.get(name)?.push({ record: first + sink.records[at], row }))
      sink.rows.length = 0
      sink.records.length = 0
    }
  }
  for (let first = 0; first < records.length; first += batchSize) {
    run.engine.process(kafkaBatch(records.slice(first, first + batchSize), offsetFirst + first))
    if (!held) takeRows(first)
  }
  run.engine.flush()
  takeRows(0)
  for (const { code, stage, table, column, sink, record, batch } of run.errors) {
    errors.push({ code, stage, table, column, sink, record: batch.offsets[record] - offsetFirst })
  }
  const { counts } = run.engine
  return { ...outcome({ rows, errors, tables: counts.tables, unclaimed: [] }), unclaimed: counts.unclaimed }
}

/** In one order and in values that compare by what they hold. */
function outcome({ rows, errors, tables, unclaimed }: ReferenceRun) {
  return {
    rows: [...rows]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([sink, all]) => ({
        sink,
        rows: all.map(({ record, row }) => ({ record, row: readable(row) })),
      })),
    errors: errors.toSorted((a, b) => a.record - b.record || (a.table < b.table ? -1 : 1)),
    tables: [...tables].map(([table, { in: taken, out, dropped, errored }]) => ({
      table,
      in: taken,
      out,
      dropped: byName(dropped),
      errored: byName(errored),
    })),
    unclaimed: unclaimed.length,
  }
}

function byName(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function readable(row: OutputRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, comparable(value)]))
}

function comparable(value: Value): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (value instanceof Map) return { map: [...value].map(([key, each]) => [key, comparable(each as Value)]) }
  return Array.isArray(value) ? value.map((each) => comparable(each as Value)) : value
}

function recordText({ value, key, timestampMs }: GeneratedRecord): string {
  const text = value === null ? 'null' : JSON.stringify(value.toString('latin1'))
  return `  ${text}, key ${key === null ? 'null' : key.toString('hex')}, time ${timestampMs}`
}

test('the engine does what the reference does', () => {
  let tried = 0
  const statistics = { compiled: 0, rows: 0, errors: 0 }
  const property = fc.property(cases, (one) => {
    tried++
    const { plan } = compile([{ path: 'spec.sql', text: one.sql }])
    if (plan === null) return
    statistics.compiled++
    const expected = referenceOutcome(plan, one.records, one.refusing) as ReturnType<typeof outcome>
    const actual = engineOutcome(plan, one)
    statistics.errors += expected.errors.length
    for (const { rows } of expected.rows) statistics.rows += rows.length
    assert.deepEqual(actual, expected)
  })
  const result = fc.check(property, { numRuns: specsMax, ...seed })
  if (result.failed) assert.fail(report(result))
  assert.ok(statistics.compiled > tried * 0.8, `only ${statistics.compiled} of ${tried} specs compiled`)
  assert.ok(statistics.rows > specsMax, `only ${statistics.rows} rows`)
  assert.ok(statistics.errors > specsMax, `only ${statistics.errors} errors`)
})

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

function report({ counterexample, seed: usedSeed, errorInstance, numShrinks }: fc.RunDetails<[Case]>): string {
  const [{ sql, records, batchSize, refusing, held }] = counterexample ?? [
    { sql: '', records: [], batchSize: 0, refusing: false, held: false },
  ]
  return [
    `ENGINE_SEED=${usedSeed}, after ${numShrinks} shrinks: the engine (actual) and the reference (expected) disagree`,
    sql,
    `records in batches of ${batchSize}${held ? ', held' : ''}${refusing ? ', sinks refuse some rows' : ''}:`,
    ...records.map(recordText),
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
  ].join('\n')
}

/** Hashes that spread rows: of the keys of their records, where there are any, else of the records' bytes. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { absent } from '../../../src/engine/batch.ts'
import type { RecordBatch } from '../../../src/engine/batch.ts'
import type { RowView } from '../../../src/engine/ports.ts'
import { hashRecords } from '../../../src/engine/record-hashes.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { startEngine } from '../../support/run-engine.ts'

/** Records with keys, which stand in the same bytes; null: no key. */
function keyed(records: readonly (readonly [key: string | null, value: string | null])[]): RecordBatch {
  const batch = batchOf(records.map(([, value]) => value))
  const keys = records.map(([key]) => key ?? '')
  const before = keys.map((_, index) => Buffer.byteLength(keys.slice(0, index).join('')) + batch.bytes.length)
  return {
    ...batch,
    bytes: Buffer.concat([batch.bytes, Buffer.from(keys.join(''))]),
    keys: {
      starts: Uint32Array.from(records, ([key], index) => (key === null ? absent : before[index])),
      ends: Uint32Array.from(records, ([key], index) => before[index] + Buffer.byteLength(key ?? '')),
    },
  }
}

function hashesOf(...batches: readonly RecordBatch[]): readonly number[] {
  let first = 0
  const parts = batches.map((batch) => {
    const part = { batch, from: 0, to: batch.count, first }
    first += batch.count
    return part
  })
  const none = new Uint32Array(0)
  const records = { parts, from: 0, to: first, starts: none, lengths: none, timestamps: new Float64Array(0) }
  const hashes = new Uint32Array(first)
  hashRecords(records, Int32Array.from(hashes.keys()), allRows(first), hashes)
  return [...hashes]
}

test('records of one key have one hash, in whatever batch; the key alone counts', () => {
  const [a, b, c] = hashesOf(
    keyed([
      ['player 1', 'x'],
      ['player 2', 'x'],
    ]),
    keyed([['player 1', 'another value']]),
  )
  assert.equal(a, c)
  assert.notEqual(a, b)
})

test('records without a key have the hash of their bytes; those without both have one of their own', () => {
  const [a, b, c, tombstone] = hashesOf(keyed([[null, 'x y z']]), batchOf(['x y z', 'other', null]))
  assert.equal(a, b)
  assert.notEqual(a, c)
  assert.equal(tombstone, 0)
})

test('numbered keys are spread evenly', () => {
  const writers = 4
  const counts = [0, 0, 0, 0]
  for (const hash of hashesOf(keyed(Array.from({ length: 4_000 }, (_, n) => [String(n), '{}']))))
    counts[hash % writers]++
  assert.ok(
    counts.every((count) => count > 900 && count < 1_100),
    String(counts),
  )
})

test('a sink is told the hashes of the records that its rows are of', () => {
  const node = tableOf('n INT', `FILTER CONTAINS 'n' PARSE JSON`)
  const texts = ['{"n":1}', '{"n":"bad"}', 'skipped', '{"n":2}', '{"n":1}']
  const run = startEngine(node)
  const seen: number[] = []
  const out = run.sinks.get('out')
  assert.ok(out !== undefined)
  const accept = out.accept.bind(out)
  out.accept = (view: RowView, selection): void => {
    const hashes = new Uint32Array(view.rowCount)
    view.hashRecords(selection, hashes)
    for (const row of selection.rows.subarray(0, selection.count)) seen.push(hashes[row])
    accept(view, selection)
  }
  run.engine.process(batchOf(texts))
  const [one, , , two] = hashesOf(batchOf(texts))
  assert.deepEqual(seen, [one, two, one])
})

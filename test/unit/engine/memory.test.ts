/** One memory for ever: batches one after the other, chunks in halves, records too big for it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { unnestedRowsMax } from '../../../src/engine/chunk.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine, startEngine } from '../../support/run-engine.ts'

test('many batches use the same memory', () => {
  const run = startEngine(tableOf(`a INT, s STRING AS repeat_me || repeat_me, repeat_me STRING`), {
    memoryBytes: 1 << 20,
  })
  const records = Array.from({ length: 500 }, (_, k) => `{"a":${k},"repeat_me":"${'é'.repeat(50)}"}`)
  for (let round = 0; round < 40; round++) run.engine.process(batchOf(records))
  assert.equal(run.rows('out').length, 20_000)
  assert.equal(run.rows('out')[19_999].a, 499)
  assert.equal(run.rows('out')[19_999].s, 'é'.repeat(100))
})

test('a chunk for which the arena is too small runs in halves, each row once', () => {
  const records = Array.from({ length: 1_500 }, (_, k) => `{"a":${k},"s":"${'x'.repeat(60)}"}`)
  const doubled = Array.from({ length: 6 }, (_, k) => `s${k + 1} STRING AS s${k} || s${k} VIRTUAL`).join(', ')
  const node = tableOf(`a INT, s0 STRING PATH '$.s', ${doubled}, n INT AS char_length(s6)`)
  const { rows, errors, engine } = runEngine(node, [batchOf(records)], { memoryBytes: 1 << 20 })
  assert.deepEqual(errors, [])
  assert.deepEqual(
    rows('out'),
    records.map((_, a) => ({ a, s0: 'x'.repeat(60), n: 60 * 64 })),
  )
  assert.equal(engine.counts.tables.get('t')?.out, 1_500)
})

test('one row that needs more than there is becomes an error, the others do not', () => {
  const records = ['{"a":1,"s":"x"}', `{"a":2,"s":"${'y'.repeat(60_000)}"}`, '{"a":3,"s":"z"}']
  const doubled = Array.from({ length: 6 }, (_, k) => `s${k + 1} STRING AS s${k} || s${k} VIRTUAL`).join(', ')
  const node = tableOf(`a INT, s0 STRING PATH '$.s' VIRTUAL, ${doubled}, n INT AS char_length(s6)`)
  const { rows, errors } = runEngine(node, [batchOf(records)], { memoryBytes: 1 << 20 })
  assert.deepEqual(rows('out'), [
    { a: 1, n: 64 },
    { a: 3, n: 64 },
  ])
  assert.deepEqual(
    errors.map(({ code, record }) => [code, record]),
    [['EVAL', 1]],
  )
})

test('a batch larger than the memory is taken in pieces, a record larger than an eighth of it is too large', () => {
  const records = Array.from({ length: 40 }, (_, k) => `{"a":${k},"s":"${'x'.repeat(k === 7 ? 200_000 : 50_000)}"}`)
  const { rows, errors, engine } = runEngine(tableOf('a INT'), [batchOf(records)], { memoryBytes: 1 << 20 })
  assert.deepEqual(
    rows('out').map(({ a }) => a),
    records.map((_, k) => k).filter((k) => k !== 7),
  )
  assert.deepEqual(
    errors.map(({ code, record }) => [code, record]),
    [['RECORD_TOO_LARGE', 7]],
  )
  assert.equal(engine.counts.in, 40)
})

test('what UNNEST makes of many records comes in chunks of bounded length, that of one record at once', () => {
  const node = tableOf(`id INT PATH '$.id' OF raw, n STRING PATH '$'`, 'PARSE JSON THEN UNNEST (items)')
  const items = (count: number): string => Array.from({ length: count }, (_, n) => n).join(',')
  const records = Array.from({ length: 200 }, (_, id) => `{"id":${id},"items":[${items(id === 100 ? 70_000 : 1_000)}]}`)
  const run = startEngine(node, { memoryBytes: 64 << 20 })
  const out = run.sinks.get('out')
  assert.ok(out !== undefined)
  const accepted: number[] = []
  out.accept = (_view, { count }): void => void accepted.push(count)
  out.prepare = (): void => {}
  run.engine.process(batchOf(records))
  assert.equal(
    accepted.reduce((sum, count) => sum + count, 0),
    199 * 1_000 + 70_000,
  )
  assert.deepEqual(
    accepted.filter((count) => count > unnestedRowsMax),
    [70_000],
  )
  assert.equal(run.engine.counts.tables.get('t')?.out, 200)
})

test('a record whose rows would carry more than the memory has is an error, its neighbours are rows', () => {
  const node = tableOf(`n STRING PATH '$', long STRING PATH '$.long' OF raw`, 'PARSE JSON THEN UNNEST (items)')
  const record = (elements: number): string => {
    const items = Array.from({ length: elements }, (_, n) => n).join(',')
    return `{"long":"${'x'.repeat(20_000)}","items":[${items}]}`
  }
  const { rows, errors, engine } = runEngine(node, [batchOf([record(150), record(5_000), record(150), record(150)])], {
    memoryBytes: 8 << 20,
  })
  assert.equal(rows('out').length, 450)
  assert.deepEqual(
    errors.map(({ code, record: index }) => [code, index]),
    [['EVAL', 1]],
  )
  assert.equal(engine.counts.tables.get('t')?.out, 3)
})

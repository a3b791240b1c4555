/** Many needles in one pass: the same rows as one search after the other, and the same records for every table. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { takeColumn } from '../../../src/engine/column.ts'
import type { BytesColumn } from '../../../src/engine/column.ts'
import { Memory } from '../../../src/engine/memory.ts'
import { writeText } from '../../../src/engine/values.ts'
import { NeedleSearch } from '../../../src/engine/kernels/search-many.ts'
import { batchOf } from '../../support/batches.ts'
import { sourceOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

/** A small alphabet, so that needles overlap, end in each other and begin in each other. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 5 })
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '-'), maxLength: 90 })

test('the rows of every needle, however they overlap', () => {
  const property = fc.property(
    fc.uniqueArray(word, { minLength: 1, maxLength: 30 }),
    fc.array(text),
    (needles, texts) => {
      const memory = new Memory(1 << 20)
      const search = NeedleSearch.of(
        memory,
        needles.map((needle) => Buffer.from(needle)),
      )
      assert.ok(search)
      const column = takeColumn(memory, 'bytes', texts.length) as BytesColumn
      texts.forEach((each, row) => writeText(memory, column, row, each))
      search.find(column, texts.length)
      const { hits } = search
      needles.forEach((needle, index) => {
        const expected = texts.flatMap((each, row) => (each.includes(needle) ? [row] : []))
        assert.deepEqual([...hits[index].rows.subarray(0, hits[index].count)], expected, needle)
      })
    },
  )
  fc.assert(property, { numRuns: 500 })
})

test('forty tables on one source keep what their FILTERs say', () => {
  const filters = Array.from({ length: 40 }, (_, table) => {
    const own = `CONTAINS '[${table}]'`
    if (table % 4 === 1) return `NOT CONTAINS 'x' AND ${own}`
    if (table % 4 === 2) return `${own} OR CONTAINS '[${table + 1}]'`
    return table % 4 === 3 ? `10 / (partition - partition) > 0 AND ${own}` : `${own} AND CONTAINS 'end'`
  })
  const tables = filters.map(
    (filter, table) => `CREATE STREAMING TABLE t${table} (n INT AS 1) FROM s FILTER ${filter};`,
  )
  const node = sourceOf(`${tables.join('\n')}
    CREATE SINK out WITH ('connector' = 'print') AS SELECT n FROM t0;`)
  const records = Array.from({ length: 200 }, (_, index) => `[${index % 50}] ${index % 3 === 0 ? 'x' : ''} end`)
  const { engine } = runEngine(node, [batchOf(records)])
  const has = (record: string, table: number): boolean => record.includes(`[${table}]`)
  const expected = (table: number): number => {
    if (table % 4 === 1) return records.filter((record) => !record.includes('x') && has(record, table)).length
    if (table % 4 === 2) return records.filter((record) => has(record, table) || has(record, table + 1)).length
    return table % 4 === 3 ? 0 : records.filter((record) => has(record, table)).length
  }
  for (let table = 0; table < 40; table++) {
    const counts = engine.counts.tables.get(`t${table}`)
    assert.equal(counts?.out, expected(table), `t${table}: ${filters[table]}`)
    // What stands before the word fails for every record, with or without the word.
    assert.equal(counts?.errored.get('EVAL') ?? 0, table % 4 === 3 ? records.length : 0)
  }
})

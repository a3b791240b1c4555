import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { OutputColumn } from '../../src/engine/ports.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'
import { arbitraryNestedColumn } from '../support/arbitrary-nested.ts'
import { outputColumn } from '../support/columns.ts'
import { formOf, readNestedWithDuckDb, readNestedWithHyparquet } from '../support/nested-readers.ts'
import { parquetOfRows } from '../support/parquet-file.ts'

/** hyparquet reads maps and rows into plain objects, which can hold no key `__proto__`. */
const names = ['a', 'b', 'list', 'element', 'key', 'c d', 'Zähler']

test('random nested columns read back equal in DuckDB and hyparquet', async () => {
  const table = fc
    .integer({ min: 1, max: 40 })
    .chain((count) => fc.array(arbitraryNestedColumn(count, names), { minLength: 1, maxLength: 3 }))
  const options = fc.record({
    compression: fc.constantFrom('zstd', 'uncompressed'),
    rowGroupRows: fc.integer({ min: 1, max: 50 }),
    pageRows: fc.integer({ min: 1, max: 120 }),
    pageBytes: fc.integer({ min: 1, max: 4000 }),
  })
  await fc.assert(
    fc.asyncProperty(table, options, async (generated, chosen) => {
      const columns: OutputColumn[] = generated.map(({ type, nullable }, c) => outputColumn(`c${c}`, type, nullable))
      const rows: Value[][] = generated[0].values.map((_, r) => generated.map(({ values }) => values[r]))
      const bytes = await parquetOfRows(columns, rows, chosen as never)
      const expected = rows.map((row) => columns.map(({ type }, c) => formOf(type, row[c])))
      assert.deepEqual(await readNestedWithDuckDb(bytes, columns), expected, 'DuckDB')
      assert.deepEqual(await readNestedWithHyparquet(bytes, columns), expected, 'hyparquet')
    }),
    { numRuns: 60 },
  )
})

test('deep nesting: twelve lists, maps and rows in one another', async () => {
  let type: LogicalType = { kind: 'BIGINT' }
  let value: Value = 9_007_199_254_740_993n
  for (let level = 0; level < 12; level++) {
    const inner: LogicalType = type
    if (level % 3 === 0) {
      type = { kind: 'ARRAY', element: inner }
      value = [null, value, value]
      if (level > 6) value = [value[1]]
    } else if (level % 3 === 1) {
      type = { kind: 'MAP', value: inner }
      value = new Map([['k', value]])
    } else {
      type = { kind: 'ROW', fields: [{ name: 'f', type: inner }] }
      value = [value]
    }
  }
  const columns = [outputColumn('deep', type)]
  const bytes = await parquetOfRows(columns, [[value], [null], [value]])
  const expected = [[formOf(type, value)], [null], [formOf(type, value)]]
  assert.deepEqual(await readNestedWithDuckDb(bytes, columns), expected)
  assert.deepEqual(await readNestedWithHyparquet(bytes, columns), expected)
})

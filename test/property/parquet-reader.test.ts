/** What compaction reads back is what was written, value by value. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { Memory } from '../../src/engine/memory.ts'
import type { OutputColumn } from '../../src/engine/ports.ts'
import { readValue } from '../../src/engine/values.ts'
import { openParquet } from '../../src/formats/parquet/reader.ts'
import type { Value } from '../../src/types/value.ts'
import { arbitraryColumn } from '../support/arbitrary-columns.ts'
import { arbitraryNestedColumn } from '../support/arbitrary-nested.ts'
import { outputColumn } from '../support/columns.ts'
import { formOf } from '../support/nested-readers.ts'
import { parquetOfRows } from '../support/parquet-file.ts'

const names = ['a', 'b', 'list', 'element', 'key', 'key_value', 'constructor', 'c d']

async function readBack(bytes: Uint8Array, columns: readonly OutputColumn[]): Promise<Value[][] | null> {
  const file = {
    byteLength: bytes.length,
    slice: async (from: number, to?: number) => Uint8Array.from(bytes.subarray(from, to)).buffer,
  }
  const reader = await openParquet(file, columns, 'micros')
  if (reader === null) return null
  const rows: Value[][] = []
  const memory = new Memory(16 << 20)
  for (let group = 0; group < reader.rowGroups; group++) {
    await reader.read(group, memory, (view) => {
      for (let row = 0; row < view.rowCount; row++) {
        rows.push(columns.map(({ type }, c) => readValue(view.memory, view.columns[c], type, row)))
      }
    })
  }
  assert.equal(reader.rows, rows.length)
  return rows
}

test('random columns, plain and nested', async () => {
  const table = fc
    .integer({ min: 1, max: 40 })
    .chain((count) =>
      fc.array(fc.oneof(arbitraryColumn(count), arbitraryNestedColumn(count, names)), { minLength: 1, maxLength: 5 }),
    )
  const options = fc.record({
    compression: fc.constantFrom('zstd', 'snappy', 'gzip', 'uncompressed'),
    rowGroupRows: fc.integer({ min: 1, max: 50 }),
    pageRows: fc.integer({ min: 1, max: 120 }),
  })
  await fc.assert(
    fc.asyncProperty(table, options, async (generated, chosen) => {
      const columns = generated.map(({ type, nullable }, c) => outputColumn(`c${c}`, type, nullable))
      const rows = generated[0].values.map((_, r) => generated.map(({ values }) => values[r]))
      const read = await readBack(await parquetOfRows(columns, rows, chosen as never), columns)
      const forms = (of: Value[][] | null): unknown =>
        of?.map((row) => columns.map(({ type }, c) => formOf(type, row[c])))
      assert.deepEqual(forms(read), forms(rows))
    }),
    { numRuns: 60 },
  )
})

test('a file of other columns is not taken for one of these', async () => {
  const written = [outputColumn('a', { kind: 'INT' }), outputColumn('b', { kind: 'DECIMAL', precision: 9, scale: 2 })]
  const bytes = await parquetOfRows(written, [[1, 2n]])
  assert.deepEqual(await readBack(bytes, written), [[1, 2n]])
  const others = [
    [written[0]],
    [written[1], written[0]],
    [written[0], outputColumn('b', { kind: 'DECIMAL', precision: 9, scale: 3 })],
    [written[0], outputColumn('c', written[1].type)],
    [written[0], outputColumn('b', written[1].type, false)],
  ]
  for (const columns of others) assert.equal(await readBack(bytes, columns), null)
})

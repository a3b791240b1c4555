/** Rows that are held until a writer is worth it come to the file as if they had gone to a writer at once: the same bytes. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { LateWriter } from '../../src/connectors/hive/late-writer.ts'
import type { RowView } from '../../src/engine/ports.ts'
import type { Selection } from '../../src/engine/selection.ts'
import type { ColumnarFileWriter } from '../../src/formats/ports.ts'
import { ParquetWriter } from '../../src/formats/parquet/writer.ts'
import { arbitraryColumn } from '../support/arbitrary-columns.ts'
import { arbitraryNestedColumn } from '../support/arbitrary-nested.ts'
import { outputColumn, rowViewOf } from '../support/columns.ts'

const rows = 400

async function fileOf(writer: ColumnarFileWriter, view: RowView, selections: readonly Selection[]): Promise<Buffer> {
  for (const selection of selections) writer.append(view, selection)
  return Buffer.concat(writer.finish())
}

/** The rows from `first` on, every `step`-th, in groups of these sizes. */
function selectionsOf(first: number, step: number, sizes: readonly number[]): Selection[] {
  const wanted = Array.from({ length: Math.ceil((rows - first) / step) }, (_, k) => first + k * step)
  const selections: Selection[] = []
  for (const size of sizes) {
    const group = wanted.splice(0, size)
    selections.push({ rows: Int32Array.from(group), count: group.length })
  }
  return selections.filter(({ count }) => count > 0)
}

test('files by way of a late writer are those of a writer', async () => {
  const input = fc.record({
    scalars: fc.array(arbitraryColumn(rows), { minLength: 1, maxLength: 4 }),
    nested: fc.array(arbitraryNestedColumn(rows), { maxLength: 1 }),
    first: fc.nat({ max: 5 }),
    step: fc.integer({ min: 1, max: 3 }),
    sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 300 })), { minLength: 1 }),
  })
  await fc.assert(
    fc.asyncProperty(input, async ({ scalars, nested, first, step, sizes }) => {
      const given = [...scalars, ...nested]
      const columns = given.map(({ type, nullable }, index) => outputColumn(`c${index}`, type, nullable))
      const view = rowViewOf(
        columns,
        Array.from({ length: rows }, (_, row) => given.map(({ values }) => values[row])),
      )
      const selections = selectionsOf(first, step, sizes)
      const late = new LateWriter(columns, () => new ParquetWriter(columns))
      const wanted = await fileOf(new ParquetWriter(columns), view, selections)
      assert.ok((await fileOf(late, view, selections)).equals(wanted))
    }),
    { numRuns: 60 },
  )
})

test('while few rows are there, they take little more than their values', () => {
  const columns = Array.from({ length: 60 }, (_, index) =>
    outputColumn(`c${index}`, index % 2 === 0 ? { kind: 'BIGINT' } : { kind: 'STRING' }),
  )
  const view = rowViewOf(columns, [columns.map(({ type }) => (type.kind === 'BIGINT' ? 7n : 'ten bytes.'))])
  const late = new LateWriter(columns, () => new ParquetWriter(columns))
  for (let row = 0; row < 20; row++) late.append(view, { rows: Int32Array.of(0), count: 1 })
  const bytesOfRow = 30 * (1 + 8) + 30 * (1 + 4 + 10)
  assert.ok(late.bufferedBytes <= 2 * 20 * bytesOfRow, `${late.bufferedBytes}`)
  assert.equal(late.columnCount, 0)
  while (late.columnCount === 0) late.append(view, { rows: Int32Array.of(0), count: 1 })
  assert.equal(late.columnCount, 60)
})

import assert from 'node:assert/strict'
import test from 'node:test'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import type { ParquetOptions } from '../../../src/formats/parquet/writer.ts'
import type { Value } from '../../../src/types/value.ts'
import { outputColumn } from '../../support/columns.ts'
import { parquetOfRows } from '../../support/parquet-file.ts'
import { readWithDuckDb, readWithHyparquet, valueText } from '../../support/parquet-readers.ts'
import { sampleRows, typeSamples } from '../../support/values.ts'

/** Writes, reads with both readers, compares. */
async function roundTrip(
  columns: readonly OutputColumn[],
  rows: readonly (readonly Value[])[],
  options: Partial<ParquetOptions> = {},
): Promise<Buffer> {
  const bytes = parquetOfRows(columns, rows, options)
  const wanted = rows.map((row) => columns.map((column, c) => valueText(column.type, row[c])))
  assert.deepEqual(await readWithHyparquet(bytes, columns), wanted, 'hyparquet')
  assert.deepEqual(await readWithDuckDb(bytes, columns), wanted, 'DuckDB')
  return bytes
}

const sampleColumns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))

for (const compression of ['zstd', 'snappy', 'gzip', 'uncompressed'] as const) {
  test(`every type and value, ${compression}`, async () => {
    await roundTrip(sampleColumns, sampleRows(), { compression })
  })
}

test('one row', async () => {
  await roundTrip(sampleColumns, [typeSamples.map((sample) => sample.values[0])])
})

test('all NULL', async () => {
  await roundTrip(
    sampleColumns,
    Array.from({ length: 100 }, () => typeSamples.map(() => null)),
    { pageRows: 30 },
  )
})

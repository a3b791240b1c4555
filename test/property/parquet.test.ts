import test from 'node:test'
import fc from 'fast-check'
import type { OutputColumn } from '../../src/engine/ports.ts'
import type { Value } from '../../src/types/value.ts'
import { outputColumn } from '../support/columns.ts'
import { runsOf } from '../support/inputs.ts'
import { parquetOfRows } from '../support/parquet-file.ts'
import { assertSameRows, readWithDuckDb, readWithHyparquet } from '../support/parquet-readers.ts'
import { arbitraryColumn } from '../support/arbitrary-columns.ts'

const rowsMax = 300

test('random columns read back equal in DuckDB and hyparquet', async () => {
  const table = fc
    .integer({ min: 1, max: rowsMax })
    .chain((count) => fc.array(arbitraryColumn(count), { minLength: 1, maxLength: 6 }))
  const options = fc.record({
    compression: fc.constantFrom('zstd', 'snappy', 'gzip', 'uncompressed'),
    rowGroupRows: fc.integer({ min: 1, max: 200 }),
    pageRows: fc.integer({ min: 1, max: 120 }),
    pageBytes: fc.integer({ min: 1, max: 4000 }),
  })
  await fc.assert(
    fc.asyncProperty(table, options, async (generated, chosen) => {
      const columns: OutputColumn[] = generated.map(({ type, nullable }, c) => outputColumn(`c${c}`, type, nullable))
      const rows: Value[][] = generated[0].values.map((_, r) => generated.map(({ values }) => values[r]))
      const bytes = await parquetOfRows(columns, rows, chosen as never)
      assertSameRows(await readWithHyparquet(bytes, columns), columns, rows, 'hyparquet')
      assertSameRows(await readWithDuckDb(bytes, columns), columns, rows, 'DuckDB')
    }),
    { numRuns: runsOf(60, rowsMax / 2) },
  )
})

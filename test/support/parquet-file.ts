/** Parquet files in memory, from rows of values. */
import type { OutputColumn, RowView } from '../../src/engine/ports.ts'
import { allRows } from '../../src/engine/selection.ts'
import type { Selection } from '../../src/engine/selection.ts'
import { parquetDefaults, ParquetWriter } from '../../src/formats/parquet/writer.ts'
import type { ParquetOptions } from '../../src/formats/parquet/writer.ts'
import type { Value } from '../../src/types/value.ts'
import { rowViewOf } from './columns.ts'

export function parquetOfRows(
  columns: readonly OutputColumn[],
  rows: readonly (readonly Value[])[],
  options: Partial<ParquetOptions> = {},
): Promise<Buffer> {
  return parquetOfViews(columns, [{ view: rowViewOf(columns, rows), selection: allRows(rows.length) }], options)
}

export async function parquetOfViews(
  columns: readonly OutputColumn[],
  appends: readonly { readonly view: RowView; readonly selection: Selection }[],
  options: Partial<ParquetOptions> = {},
): Promise<Buffer> {
  const writer = new ParquetWriter(columns, { ...parquetDefaults, ...options })
  const parts: Uint8Array[] = []
  for (const { view, selection } of appends) {
    writer.append(view, selection)
    parts.push(...writer.takeFinished())
  }
  return Buffer.concat([...parts, ...writer.finish()])
}

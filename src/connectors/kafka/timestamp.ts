/** The timestamp of a message: a TIMESTAMP or TIMESTAMP_LTZ column's, else the source record's. Milliseconds. */
import type { OutputColumn, RowView } from '../../engine/ports.ts'

export interface TimestampColumn {
  readonly index: number
}

export function timestampColumn(columns: readonly OutputColumn[], field: string | null): TimestampColumn | null {
  const index = columns.findIndex((column) => column.name === field)
  return index < 0 ? null : { index }
}

/** The source record's, where the column is NULL. */
export function messageTimestamp(view: RowView, row: number, timestamps: TimestampColumn | null): number {
  const column = timestamps === null ? null : view.columns[timestamps.index]
  if (column === null || column.kind !== 'i64' || column.valid[row] === 0) {
    return Math.floor(view.timestamps[view.records[row]])
  }
  const micros = column.words[2 * row + 1] * 0x1_0000_0000 + (column.words[2 * row] >>> 0)
  return Math.floor(micros / 1000)
}

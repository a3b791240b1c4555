/** The headers of a message: those of a column of MAP<STRING, BYTES> or MAP<STRING, STRING>. */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import { nestedValue } from '../../types/conversion/nested.ts'
import type { LogicalType } from '../../types/logical.ts'
import { encodeHeaders } from './wire/batch-builder.ts'

export class HeadersColumn {
  private readonly index: number
  private readonly type: LogicalType

  /** null: the sink writes none. */
  static of(columns: readonly OutputColumn[], field: string | null): HeadersColumn | null {
    const index = columns.findIndex((column) => column.name === field)
    return index < 0 ? null : new HeadersColumn(index, columns[index].type)
  }

  private constructor(index: number, type: LogicalType) {
    this.index = index
    this.type = type
  }

  /** What they take in a message, or somewhat more. */
  bytesOf(view: RowView, row: number): number {
    const column = view.columns[this.index]
    return column.kind === 'bytes' && column.valid[row] === 1 ? column.lengths[row] : 0
  }

  /** As they stand in a record; null where the column is NULL. A value that is NULL is no header. */
  of(view: RowView, row: number): Buffer | null {
    const column = view.columns[this.index]
    if (column.kind !== 'bytes' || column.valid[row] === 0) return null
    const start = column.starts[row]
    const text = Buffer.from(view.memory.u8.subarray(start, start + column.lengths[row])).toString()
    const entries = nestedValue(text, this.type) as ReadonlyMap<string, string | Uint8Array | null>
    return encodeHeaders(
      [...entries].flatMap(([name, value]) => (value === null ? [] : [{ name, value: Buffer.from(value) }])),
    )
  }
}

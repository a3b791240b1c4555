/**
 * The headers of a message, from columns: the entries of a MAP<STRING, BYTES> or MAP<STRING, STRING>, and of a column of text or
 * bytes one header of its name.
 */
import type { OutputColumn, RowView } from '../../engine/ports.ts'
import { nestedValue } from '../../types/conversion/nested.ts'
import { encodeHeaders } from './wire/batch-builder.ts'
import type { OutgoingHeader } from './wire/batch-builder.ts'

interface HeadersColumn extends OutputColumn {
  readonly index: number
}

export class MessageHeaders {
  private readonly columns: readonly HeadersColumn[]

  /** null: the sink writes none. */
  static of(columns: readonly OutputColumn[], fields: readonly string[]): MessageHeaders | null {
    const found = fields.map((field) => columns.findIndex(({ name }) => name === field)).filter((index) => index >= 0)
    return found.length === 0 ? null : new MessageHeaders(found.map((index) => ({ ...columns[index], index })))
  }

  private constructor(columns: readonly HeadersColumn[]) {
    this.columns = columns
  }

  /** What they take in a message, or somewhat more. */
  bytesOf(view: RowView, row: number): number {
    let bytes = 0
    for (const { name, index } of this.columns) {
      const column = view.columns[index]
      // A character is four bytes at most; the lengths of name and value take ten more.
      if (column.kind === 'bytes' && column.valid[row] === 1) bytes += column.lengths[row] + 4 * name.length + 10
    }
    return bytes
  }

  /** As they stand in a record; null where there is none. A value that is NULL is no header. */
  of(view: RowView, row: number): Buffer | null {
    const headers = this.columns.flatMap((column) => headersOf(column, view, row))
    return headers.length === 0 ? null : encodeHeaders(headers)
  }
}

function headersOf({ name, type, index }: HeadersColumn, view: RowView, row: number): readonly OutgoingHeader[] {
  const column = view.columns[index]
  if (column.kind !== 'bytes' || column.valid[row] === 0) return []
  const start = column.starts[row]
  const value = Buffer.from(view.memory.u8.subarray(start, start + column.lengths[row]))
  if (type.kind !== 'MAP') return [{ name, value }]
  const entries = nestedValue(value.toString(), type) as ReadonlyMap<string, string | Uint8Array | null>
  return [...entries].flatMap(([key, one]) => (one === null ? [] : [{ name: key, value: Buffer.from(one) }]))
}

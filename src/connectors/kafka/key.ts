/** The message key: the columns of `key.fields`, encoded by `key.format`. */
import type { Column } from '../../engine/column.ts'
import type { RowView } from '../../engine/ports.ts'
import type { Selection } from '../../engine/selection.ts'
import type { ByteBuffer, ReportRow, RowEncoder, RowEnds } from '../../formats/ports.ts'
import { roomForEnds } from '../../formats/byte-buffer.ts'

/** `raw`: the bytes of one STRING or BYTES column as they are; a NULL key is an empty place. */
export class RawKeyEncoder implements RowEncoder {
  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds): void {
    const column = bytesColumn(view.columns[0])
    const endOf = roomForEnds(ends, selection.count)
    for (let k = 0; k < selection.count; k++) {
      const row = selection.rows[k]
      if (column.valid[row] === 1) {
        const start = column.starts[row]
        const length = column.lengths[row]
        out.ensure(length)
        out.bytes.set(view.memory.u8.subarray(start, start + length), out.length)
        out.length += length
      }
      endOf[k] = out.length
    }
  }
}

function bytesColumn(column: Column): Extract<Column, { kind: 'bytes' }> {
  if (column.kind === 'bytes') return column
  throw new Error(`a raw key is STRING or BYTES, not ${column.kind}`)
}

/** The view with some of its columns only. */
export class Projection {
  private readonly encoder: RowEncoder
  private readonly indexes: readonly number[]

  constructor(encoder: RowEncoder, indexes: readonly number[]) {
    this.encoder = encoder
    this.indexes = indexes
  }

  encode(view: RowView, selection: Selection, out: ByteBuffer, ends: RowEnds, report: ReportRow): void {
    const columns = this.indexes.map((index) => view.columns[index])
    this.encoder.encode({ ...view, columns }, selection, out, ends, report)
  }

  /** Are all of its columns NULL in this row? Such a key is no key. */
  isNull(view: RowView, row: number): boolean {
    return this.indexes.every((index) => view.columns[index].valid[row] === 0)
  }
}

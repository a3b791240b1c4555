/** Slices as text: strings unescaped, objects and arrays compact, everything else as written. Most stay where they stand. */
import { Failure } from '../types/value.ts'
import { takeColumn } from './column.ts'
import type { BytesColumn } from './column.ts'
import type { Chunk } from './chunk.ts'
import type { Failures } from './failures.ts'
import { unescapeString } from './kernels/json-strings.ts'
import { compactJson } from './kernels/json-text.ts'
import type { Memory } from './memory.ts'
import type { Selection } from './selection.ts'
import { SliceKind } from './slices.ts'
import type { Slices } from './slices.ts'

export const loneSurrogate = new Failure('a lone surrogate')

/** A STRING column; NULL where the slice is missing or null. A lone surrogate is a failure. */
export function textOfSlices(chunk: Chunk, slices: Slices, selection: Selection, failures: Failures): BytesColumn {
  const column = takeColumn(chunk.memory, 'bytes', chunk.rowCount) as BytesColumn
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    const kind = slices.kinds[row] as SliceKind
    if (kind <= SliceKind.Null) continue
    column.valid[row] = 1
    if (kind === SliceKind.EscapedString) {
      if (unescapeString(chunk.memory, slices.starts[row], slices.lengths[row], column, row)) continue
      column.valid[row] = 0
      failures.report(row, loneSurrogate)
    } else if (kind === SliceKind.Object || kind === SliceKind.Array) {
      compactJson(chunk.memory, slices.starts[row], slices.lengths[row], kind, column, row)
    } else {
      column.starts[row] = slices.starts[row]
      column.lengths[row] = slices.lengths[row]
    }
  }
  return column
}

/** What stands at a slice, for messages: as written, without the quotes of a string. */
export function sliceAsWritten(memory: Memory, slices: Slices, row: number): string {
  return memory.bytes.toString('utf8', slices.starts[row], slices.starts[row] + slices.lengths[row])
}

/** Text that does not come from a document, as slices. */
export function slicesOfBytes(
  memory: Memory,
  column: BytesColumn,
  { rows, count }: Selection,
  rowCount: number,
): Slices {
  const kinds = new Uint8Array(memory.buffer, memory.take(rowCount), rowCount)
  for (let k = 0; k < count; k++) kinds[rows[k]] = column.valid[rows[k]] === 1 ? SliceKind.Text : SliceKind.Missing
  return { starts: column.starts, lengths: column.lengths, kinds }
}

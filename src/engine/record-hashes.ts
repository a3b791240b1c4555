/** Which rows belong together: those of records with the same key, or where records have none, with the same bytes. */
import { absent } from './batch.ts'
import type { RecordBatch } from './batch.ts'
import { hashBytes } from './kernels/hash-bytes.ts'
import { indexInBatch, partOf } from './records.ts'
import type { Records } from './records.ts'
import type { Selection } from './selection.ts'

/** hashes[row] for each selected row; `recordOf`: row -> number of its record, ascending. */
export function hashRecords(
  records: Records,
  recordOf: Int32Array,
  { rows, count }: Selection,
  hashes: Uint32Array,
): void {
  for (let k = 0; k < count;) {
    const part = partOf(records, recordOf[rows[k]])
    const { bytes } = part.batch
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = part.first + part.to - part.from
    for (; k < count && recordOf[rows[k]] < end; k++) {
      hashes[rows[k]] = hashOf(part.batch, view, indexInBatch(part, recordOf[rows[k]]))
    }
  }
}

function hashOf({ keys, starts, ends }: RecordBatch, view: DataView, record: number): number {
  if (keys !== null && keys.starts[record] !== absent) {
    return hashBytes(view, keys.starts[record], keys.ends[record] - keys.starts[record])
  }
  return starts[record] === absent ? 0 : hashBytes(view, starts[record], ends[record] - starts[record])
}

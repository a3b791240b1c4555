/** What one fetch brought of a partition, in pieces of the engine's size. */
import { crc32 } from 'node:zlib'
import type { Batch } from 'kafkajs'
import { absent, type RecordBatch } from '../../engine/batch.ts'
import type { RecordMark } from '../ports.ts'
import type { MessageFormat } from './record-batch.ts'
import { fetchedOf } from './wire/fetcher.ts'
import { inFormat, readRecordBatches } from './wire/records.ts'

/** Larger batches lie badly in caches. */
const batchRecordsMax = 4_096

export interface FetchedPiece {
  readonly last: RecordMark
  /** As a source reads its messages; several sources may read the same topic. */
  records(format: MessageFormat): RecordBatch
  /** Nobody looks at the records any more. Once; their memory is used again when all pieces of a fetch are done. */
  release(): void
}

/** From offset `from` on, in order, at most so many records in a piece. Raises WireError where the bytes are broken, after what comes before them. */
export function* fetchedPieces(batch: Batch, from: number, recordsMax: number): Generator<FetchedPiece> {
  const countMax = Math.min(batchRecordsMax, recordsMax)
  const fetched = fetchedOf(batch)
  if (fetched === null) throw new Error('these messages did not come as record batches')
  const { lease } = fetched
  for (const records of readRecordBatches({ ...fetched, fetchOffset: from }, countMax)) {
    lease.hold()
    yield {
      last: markOfLast(records),
      records: (format) => inFormat(records, format),
      release: () => lease.release(),
    }
  }
  lease.release()
}

/** Of the batch's last record: how to know it again. */
export function markOfLast({ bytes, starts, ends, keys, offsets, timestamps, count }: RecordBatch): RecordMark {
  const last = count - 1
  const piece = (from: Uint32Array, to: Uint32Array): Uint8Array =>
    from[last] === absent ? new Uint8Array(0) : bytes.subarray(from[last], to[last])
  const keyCrc = keys === null ? 0 : crc32(piece(keys.starts, keys.ends))
  return { offset: offsets[last], timestamp: timestamps[last], crc: crc32(piece(starts, ends), keyCrc) }
}

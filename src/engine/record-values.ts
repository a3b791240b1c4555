/** What the error stream says of a record itself, however bad it is: its origin, its time and its bytes. */
import { isUtf8 } from 'node:buffer'
import { sqlDatetimeText } from '../types/datetime/write.ts'
import type { Value } from '../types/value.ts'
import type { Zone } from '../types/zones.ts'
import type { RecordBatch } from './batch.ts'
import { sizeOf } from './records.ts'

/**
 * By column of `unclaimedColumns`. `dt` and `hour` are of the record's timestamp in the source's time zone; `raw_bytes` is
 * there only where the bytes are no text, which `raw` cannot tell: as they came, in whatever encoding.
 */
export function recordValues(batch: RecordBatch, record: number, zone: Zone): ReadonlyMap<string, Value> {
  const size = sizeOf(batch, record)
  const start = size === 0 ? 0 : batch.starts[record]
  const bytes = batch.bytes.subarray(start, start + size)
  const micros = BigInt(Math.trunc(batch.timestamps[record])) * 1_000n
  const time = sqlDatetimeText(micros, { kind: 'TIMESTAMP_LTZ', precision: 0 }, zone)
  return new Map<string, Value>([
    ['topic', batch.topic],
    ['partition_id', batch.partition],
    ['record_offset', BigInt(batch.offsets[record])],
    ['record_time', micros],
    ['dt', time.slice(0, 10)],
    ['hour', time.slice(11, 13)],
    ['raw', Buffer.from(bytes.buffer, bytes.byteOffset, size).toString('utf8')],
    ['raw_bytes', batch.undecodable?.originals.get(record) ?? (isUtf8(bytes) ? null : bytes)],
  ])
}

/**
 * Records of batches in the engine's memory: copied once, a 0 byte after each and 64 bytes of padding after the last, so
 * that kernels scan without bound checks (a 0 byte is no JSON, not even white space).
 */
import { absent } from './batch.ts'
import type { RecordBatch } from './batch.ts'
import type { Memory } from './memory.ts'

const paddingBytes = 64

/** Records of one batch, or of several, numbered from `from` to `to`: record i stands at index i - from. */
export interface Records {
  /** In the order of the numbers. */
  readonly parts: readonly Part[]
  readonly from: number
  readonly to: number
  /** Addresses. A tombstone has length 0. */
  readonly starts: Uint32Array
  readonly lengths: Uint32Array
  /** Milliseconds since the epoch. */
  readonly timestamps: Float64Array
}

/** What records are of one batch: number i is index i - first + from of it. */
export interface Part {
  readonly batch: RecordBatch
  readonly from: number
  readonly to: number
  /** The number of record `from`. */
  readonly first: number
}

/** One part, just loaded. */
export interface LoadedRecords extends Records {
  readonly parts: readonly [Part]
  /** Of records of which only the beginning is here: their sizes in bytes, by index in the batch. */
  readonly oversized: ReadonlyMap<number, number>
}

export function indexInBatch({ first, from }: Part, number: number): number {
  return number - first + from
}

/** The part that the record is of. */
export function partOf({ parts }: Records, number: number): Part {
  let low = 0
  let high = parts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (parts[middle].first <= number) low = middle
    else high = middle - 1
  }
  return parts[low]
}

/** Where the piece that begins at `from` ends: as many records as `bytesMax` holds, at least one. */
export function endOfPiece(batch: RecordBatch, from: number, bytesMax: number): number {
  let bytes = 0
  for (let record = from; record < batch.count; record++) {
    bytes += sizeOf(batch, record) + bookkeepingBytes
    if (bytes > bytesMax && record > from) return record
  }
  return batch.count
}

/** What records [from, to) take of the memory. */
export function bytesOfPiece(batch: RecordBatch, from: number, to: number): number {
  let bytes = 0
  for (let record = from; record < to; record++) bytes += sizeOf(batch, record) + bookkeepingBytes
  return bytes
}

/** Start and length of each record lie in the memory too, and the 0 behind it. */
const bookkeepingBytes = 9

export function sizeOf(batch: RecordBatch, record: number): number {
  return batch.starts[record] === absent ? 0 : batch.ends[record] - batch.starts[record]
}

/**
 * Copies records [from, to) into the arena, of records longer than `recordBytesMax` only the beginning, and numbers them from
 * `first` on. Raises ArenaFull.
 */
export function loadRecords(
  memory: Memory,
  batch: RecordBatch,
  from: number,
  to: number,
  first: number,
  recordBytesMax: number,
): LoadedRecords {
  const count = to - from
  const starts = new Uint32Array(memory.buffer, memory.take(count * 4), count)
  const lengths = new Uint32Array(memory.buffer, memory.take(count * 4), count)
  const oversized = new Map(batch.oversized)
  let size = paddingBytes
  for (let record = from; record < to; record++) {
    const length = sizeOf(batch, record)
    lengths[record - from] = Math.min(length, recordBytesMax)
    if (length > recordBytesMax) oversized.set(record, oversized.get(record) ?? length)
    size += lengths[record - from] + 1
  }
  if (oversized.size === 0 && standApart(batch, from, to)) copyTogether(memory, batch, from, to, starts)
  else copyEach(memory, batch, from, to, starts, lengths, size)
  const timestamps = batch.timestamps.subarray(from, to)
  return { parts: [{ batch, from, to, first }], from: first, to: first + count, starts, lengths, timestamps, oversized }
}

/** Whether the records stand in order with little between them, and at least one byte, which the 0 may take. */
function standApart(batch: RecordBatch, from: number, to: number): boolean {
  let end = -1
  let between = 0
  for (let record = from; record < to; record++) {
    const start = batch.starts[record]
    if (start === absent) continue
    if (start <= end && end >= 0) return false
    if (end >= 0) between += start - end
    end = batch.ends[record]
  }
  return between <= 16 * (to - from)
}

function copyTogether(memory: Memory, batch: RecordBatch, from: number, to: number, starts: Uint32Array): void {
  let first = from
  while (first < to && batch.starts[first] === absent) first++
  let last = to - 1
  while (last > first && batch.starts[last] === absent) last--
  const begin = first < to ? batch.starts[first] : 0
  const end = first < to ? batch.ends[last] : 0
  const address = memory.take(end - begin + 1 + paddingBytes)
  memory.u8.set(batch.bytes.subarray(begin, end), address)
  for (let record = from; record < to; record++) {
    const size = sizeOf(batch, record)
    starts[record - from] = size === 0 ? address + end - begin : address + batch.starts[record] - begin
    if (size > 0) memory.u8[starts[record - from] + size] = 0
  }
  memory.u8.fill(0, address + end - begin, address + end - begin + 1 + paddingBytes)
}

function copyEach(
  memory: Memory,
  batch: RecordBatch,
  from: number,
  to: number,
  starts: Uint32Array,
  lengths: Uint32Array,
  size: number,
): void {
  let address = memory.take(size)
  for (let record = from; record < to; record++) {
    const length = lengths[record - from]
    const start = batch.starts[record]
    if (length > 0) memory.u8.set(batch.bytes.subarray(start, start + length), address)
    starts[record - from] = address
    address += length
    memory.u8[address++] = 0
  }
  memory.u8.fill(0, address, address + paddingBytes)
}

/** The first pass over loaded records: the FILTERs of all tables, the limit on size, and UTF-8, once for each record. */
import { ArenaFull } from './memory.ts'
import { Failure } from '../types/value.ts'
import { chunkRowsMax } from './chunk.ts'
import type { Chunk, Raised } from './chunk.ts'
import { codeOf } from './failures.ts'
import { markInvalidUtf8 } from './kernels/utf8.ts'
import type { NeedleIndex } from './needle-index.ts'
import type { Records } from './records.ts'
import type { Selection } from './selection.ts'
import { allRows } from './selection.ts'
import type { BoundTable } from './table.ts'

/** Indexes in the batch of the records that a table goes on with, ascending; the array is used again for every piece. */
export interface KeptRecords {
  records: Int32Array
  count: number
}

export interface FilterOutcome {
  /** Records without bytes, dropped for every table. */
  readonly empty: number
  /** Records that no table kept, and that made no table's FILTER fail. */
  readonly unclaimed: Int32Array
  /** By table: the records that failed here. */
  readonly raised: readonly (readonly RaisedRecord[])[]
}

export interface RaisedRecord {
  readonly record: number
  readonly raised: Raised
}

/** Fills `kept`, by table. */
export function filterRecords(
  chunk: Chunk,
  records: Records,
  tables: readonly BoundTable[],
  kept: readonly KeptRecords[],
  needles: NeedleIndex | null,
): FilterOutcome {
  const present = presentRecords(records)
  const claimed = new Uint8Array(records.to - records.from)
  const raised: RaisedRecord[][] = tables.map(() => [])
  for (const list of kept) list.count = 0
  for (let first = 0; first < present.length; first += chunkRowsMax) {
    chunk.begin(records, present, first, Math.min(first + chunkRowsMax, present.length))
    needles?.find(chunk)
    tables.forEach((table, index) => {
      const selection = needles?.candidates(index) ?? chunk.live
      if (selection.count === 0) return
      if (needles?.decides(index) === true) keepAll(chunk, selection, kept[index])
      else keepRecords(chunk, table, selection, kept[index], raised[index])
    })
  }
  tables.forEach((_, index) => claim(records, kept[index], raised[index], claimed))
  const invalid = invalidRecords(chunk, records, claimed)
  tables.forEach((table, index) => takeOutUnreadable(records, table, invalid, kept[index], raised[index]))
  return {
    empty: records.to - records.from - present.length,
    unclaimed: present.filter((record) => claimed[record - records.from] === 0),
    raised,
  }
}

function presentRecords(records: Records): Int32Array {
  const present = new Int32Array(records.to - records.from)
  let count = 0
  for (let record = records.from; record < records.to; record++) {
    if (records.lengths[record - records.from] > 0) present[count++] = record
  }
  return present.subarray(0, count)
}

/** One table's FILTER over rows of the chunk, one by one where the arena is too small for more. */
function keepRecords(
  chunk: Chunk,
  table: BoundTable,
  selection: Selection,
  kept: KeptRecords,
  raised: RaisedRecord[],
): void {
  const { memory } = chunk
  const mark = memory.mark()
  try {
    add(chunk, table, table.filter.keep(chunk, selection, chunk.failures), kept, raised)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    chunk.failures.clear()
    for (let k = 0; k < selection.count; k++) {
      memory.release(mark)
      keepRecord(chunk, table, { rows: selection.rows.subarray(k, k + 1), count: 1 }, kept, raised)
    }
  }
  memory.release(mark)
}

function keepRecord(chunk: Chunk, table: BoundTable, one: Selection, kept: KeptRecords, raised: RaisedRecord[]): void {
  try {
    add(chunk, table, table.filter.keep(chunk, one, chunk.failures), kept, raised)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    chunk.failures.clear()
    chunk.failures.report(one.rows[0], new Failure('the condition needs more memory than the engine has'))
    add(chunk, table, { rows: one.rows, count: 0 }, kept, raised)
  }
}

function add(chunk: Chunk, table: BoundTable, selection: Selection, kept: KeptRecords, raised: RaisedRecord[]): void {
  const { failures } = chunk
  for (const row of failures.failedRows) {
    const reason = failures.reasonOf(row)
    raised.push({ record: chunk.recordOf[row], raised: raisedByFilter(table, codeOf(reason), reason.message) })
  }
  makeRoom(kept, selection.count)
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (failures.failed[row] === 0) kept.records[kept.count++] = chunk.recordOf[row]
  }
  failures.clear()
}

function keepAll(chunk: Chunk, { rows, count }: Selection, kept: KeptRecords): void {
  makeRoom(kept, count)
  for (let k = 0; k < count; k++) kept.records[kept.count++] = chunk.recordOf[rows[k]]
}

function makeRoom(kept: KeptRecords, more: number): void {
  if (kept.count + more <= kept.records.length) return
  const grown = new Int32Array(Math.max(kept.count + more, kept.records.length * 2))
  grown.set(kept.records)
  kept.records = grown
}

function claim(records: Records, kept: KeptRecords, raised: readonly RaisedRecord[], claimed: Uint8Array): void {
  for (let k = 0; k < kept.count; k++) claimed[kept.records[k] - records.from] = 1
  for (const { record } of raised) claimed[record - records.from] = 1
}

/** By index in the piece: 1 where a claimed record is not valid UTF-8. */
function invalidRecords({ memory }: Chunk, records: Records, claimed: Uint8Array): Uint8Array {
  const marks = new Uint8Array(claimed.length)
  const every = allRows(claimed.length)
  let count = 0
  for (let index = 0; index < claimed.length; index++) if (claimed[index] === 1) every.rows[count++] = index
  markInvalidUtf8(memory, records, { rows: every.rows, count }, marks)
  return marks
}

/** Records of which only a beginning is here, and records that are no text. */
function takeOutUnreadable(
  records: Records,
  table: BoundTable,
  invalid: Uint8Array,
  kept: KeptRecords,
  raised: RaisedRecord[],
): void {
  const total = kept.count
  kept.count = 0
  for (let k = 0; k < total; k++) {
    const record = kept.records[k]
    const index = record - records.from
    const size = records.oversized.get(record)
    if (size !== undefined) {
      const message = `the record has ${size} bytes, more than is read of one; its first ${records.lengths[index]} bytes are kept`
      raised.push({ record, raised: raisedByFilter(table, 'RECORD_TOO_LARGE', message) })
    } else if (records.batch.undecodable?.originals.has(record) === true) {
      const message = `the record is not valid ${records.batch.undecodable.encoding}`
      raised.push({ record, raised: raisedByFilter(table, 'DECODE_UTF8', message) })
    } else if (invalid[index] === 1) {
      raised.push({ record, raised: raisedByFilter(table, 'DECODE_UTF8', 'the record is not valid UTF-8') })
    } else kept.records[kept.count++] = record
  }
}

function raisedByFilter(table: BoundTable, code: Raised['code'], message: string): Raised {
  return { code, stage: 'filter', column: null, sink: null, message, place: table.filter.place ?? table.place }
}

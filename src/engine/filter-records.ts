/** The first pass over loaded records: the FILTERs of all tables, the limit on size, and UTF-8, once for each record. */
import { ArenaFull } from './memory.ts'
import { Failure } from '../types/value.ts'
import { chunkRowsMax } from './chunk.ts'
import type { Chunk, Raised } from './chunk.ts'
import { codeOf } from './failures.ts'
import type { KeptRecords } from './kept-records.ts'
import { markInvalidUtf8 } from './kernels/utf8.ts'
import type { NeedleIndex } from './needle-index.ts'
import type { LoadedRecords, Records } from './records.ts'
import type { Selection } from './selection.ts'
import type { BoundTable } from './table.ts'

export interface FilterOutcome {
  /** Records without bytes, dropped for every table. */
  readonly empty: number
  /** Records that no table kept, and that made no table's FILTER fail. */
  readonly unclaimed: Int32Array
  readonly raised: readonly RaisedRecord[]
}

export interface RaisedRecord {
  /** Index of the table. */
  readonly table: number
  readonly record: number
  readonly raised: Raised
}

/** Notes in `kept` what each table keeps. */
export function filterRecords(
  chunk: Chunk,
  records: LoadedRecords,
  tables: readonly BoundTable[],
  kept: KeptRecords,
  needles: NeedleIndex | null,
): FilterOutcome {
  const present = presentRecords(records)
  const before = kept.count
  const raised: RaisedRecord[] = []
  const every = tables.map((_, table) => table)
  for (let first = 0; first < present.length; first += chunkRowsMax) {
    chunk.begin(records, present, first, Math.min(first + chunkRowsMax, present.length))
    needles?.find(chunk)
    for (const index of needles?.tables() ?? every) {
      const selection = needles?.candidates(index) ?? chunk.live
      const into: Kept = { kept, table: tables[index], index, raised }
      if (needles?.decides(index) === true) keepAll(chunk, selection, into)
      else keepRecords(chunk, selection, into)
    }
  }
  const claimed = new Uint8Array(records.to - records.from)
  for (const record of kept.recordsFrom(before)) claimed[record - records.from] = 1
  for (const { record } of raised) claimed[record - records.from] = 1
  const unreadable = unreadableRecords(chunk, records, claimed)
  if (unreadable.size > 0) {
    kept.keepWhere(before, (table, record) => {
      const reason = unreadable.get(record)
      if (reason === undefined) return true
      raised.push({ table, record, raised: raisedByFilter(tables[table], reason.code, reason.message) })
      return false
    })
  }
  return {
    empty: records.to - records.from - present.length,
    unclaimed: unclaimedOf(present, records, claimed),
    raised,
  }
}

function presentRecords(records: LoadedRecords): Int32Array {
  const present = new Int32Array(records.to - records.from)
  let count = 0
  for (let record = records.from; record < records.to; record++) {
    if (records.lengths[record - records.from] > 0) present[count++] = record
  }
  return present.subarray(0, count)
}

function unclaimedOf(present: Int32Array, { from }: Records, claimed: Uint8Array): Int32Array {
  const unclaimed = new Int32Array(present.length)
  let count = 0
  for (let k = 0; k < present.length; k++) {
    if (claimed[present[k] - from] === 0) unclaimed[count++] = present[k]
  }
  return unclaimed.subarray(0, count)
}

/** Where a table's records go, and those that its FILTER fails for. */
interface Kept {
  readonly kept: KeptRecords
  readonly table: BoundTable
  readonly index: number
  readonly raised: RaisedRecord[]
}

/** One table's FILTER over rows of the chunk, one by one where the arena is too small for more. */
function keepRecords(chunk: Chunk, selection: Selection, into: Kept): void {
  const { memory } = chunk
  const mark = memory.mark()
  try {
    add(chunk, into.table.filter.keep(chunk, selection, chunk.failures), into)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    chunk.failures.clear()
    for (let k = 0; k < selection.count; k++) {
      memory.release(mark)
      keepRecord(chunk, { rows: selection.rows.subarray(k, k + 1), count: 1 }, into)
    }
  }
  memory.release(mark)
}

function keepRecord(chunk: Chunk, one: Selection, into: Kept): void {
  try {
    add(chunk, into.table.filter.keep(chunk, one, chunk.failures), into)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    chunk.failures.clear()
    chunk.failures.report(one.rows[0], new Failure('the condition needs more memory than the engine has'))
    add(chunk, { rows: one.rows, count: 0 }, into)
  }
}

function add(chunk: Chunk, { rows, count }: Selection, { kept, table, index, raised }: Kept): void {
  const { failures, recordOf } = chunk
  for (const row of failures.failedRows) {
    const reason = failures.reasonOf(row)
    raised.push({ table: index, record: recordOf[row], raised: raisedByFilter(table, codeOf(reason), reason.message) })
  }
  for (let k = 0; k < count; k++) if (failures.failed[rows[k]] === 0) kept.add(index, recordOf[rows[k]])
  failures.clear()
}

function keepAll({ recordOf }: Chunk, { rows, count }: Selection, { kept, index }: Kept): void {
  for (let k = 0; k < count; k++) kept.add(index, recordOf[rows[k]])
}

type Unreadable = { readonly code: 'RECORD_TOO_LARGE' | 'DECODE_UTF8'; readonly message: string }

/** By number: claimed records of which only a beginning is here, and those that are no text. */
function unreadableRecords({ memory }: Chunk, records: LoadedRecords, claimed: Uint8Array): Map<number, Unreadable> {
  const found = new Map<number, Unreadable>()
  const marks = new Uint8Array(claimed.length)
  const rows = new Int32Array(claimed.length)
  let count = 0
  for (let index = 0; index < claimed.length; index++) if (claimed[index] === 1) rows[count++] = index
  const invalid = markInvalidUtf8(memory, records, { rows, count }, marks)
  const [part] = records.parts
  const { undecodable } = part.batch
  if (invalid === 0 && records.oversized.size === 0 && (undecodable?.originals.size ?? 0) === 0) return found
  for (let k = 0; k < count; k++) {
    const index = rows[k]
    const size = records.oversized.get(index + part.from)
    const number = index + records.from
    if (size !== undefined) {
      const message = `the record has ${size} bytes, more than is read of one; its first ${records.lengths[index]} bytes are kept`
      found.set(number, { code: 'RECORD_TOO_LARGE', message })
    } else if (undecodable?.originals.has(index + part.from) === true) {
      found.set(number, { code: 'DECODE_UTF8', message: `the record is not valid ${undecodable.encoding}` })
    } else if (marks[index] === 1) {
      found.set(number, { code: 'DECODE_UTF8', message: 'the record is not valid UTF-8' })
    }
  }
  return found
}

function raisedByFilter(table: BoundTable, code: Raised['code'], message: string): Raised {
  return { code, stage: 'filter', column: null, sink: null, message, place: table.filter.place ?? table.place }
}

/** The first pass over loaded records: the FILTERs of all tables, the limit on size, and UTF-8, once for each record. */
import { ArenaFull } from './memory.ts'
import { Failure } from '../types/value.ts'
import { chunkRowsMax } from './chunk.ts'
import type { Chunk, Raised } from './chunk.ts'
import { codeOf } from './failures.ts'
import { markInvalidUtf8 } from './kernels/utf8.ts'
import type { NeedleIndex } from './needle-index.ts'
import type { LoadedRecords, Records } from './records.ts'
import type { Selection } from './selection.ts'
import { allRows } from './selection.ts'
import type { BoundTable } from './table.ts'

/** Numbers of the records that a table goes on with, ascending. */
export interface KeptRecords {
  records: Int32Array
  count: number
}

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

/** Adds to `kept`, by table. */
export function filterRecords(
  chunk: Chunk,
  records: LoadedRecords,
  tables: readonly BoundTable[],
  kept: readonly KeptRecords[],
  needles: NeedleIndex | null,
): FilterOutcome {
  const present = presentRecords(records)
  const claimed = new Uint8Array(records.to - records.from)
  const before = Int32Array.from(kept, ({ count }) => count)
  const raised: RaisedRecord[] = []
  for (let first = 0; first < present.length; first += chunkRowsMax) {
    chunk.begin(records, present, first, Math.min(first + chunkRowsMax, present.length))
    needles?.find(chunk)
    tables.forEach((table, index) => {
      const selection = needles?.candidates(index) ?? chunk.live
      if (selection.count === 0) return
      if (needles?.decides(index) === true) keepAll(chunk, selection, kept[index])
      else
        keepRecords(chunk, table, selection, kept[index], (record, error) =>
          raised.push({ table: index, record, raised: error }),
        )
    })
  }
  kept.forEach((list, index) => claim(records, list, before[index], claimed))
  for (const { record } of raised) claimed[record - records.from] = 1
  const unreadable = unreadableRecords(chunk, records, claimed)
  if (unreadable.size > 0) {
    kept.forEach((list, index) =>
      takeOut(list, before[index], unreadable, (record, code, message) =>
        raised.push({ table: index, record, raised: raisedByFilter(tables[index], code, message) }),
      ),
    )
  }
  return {
    empty: records.to - records.from - present.length,
    unclaimed: present.filter((record) => claimed[record - records.from] === 0),
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

type RaiseRecord = (record: number, raised: Raised) => void

/** One table's FILTER over rows of the chunk, one by one where the arena is too small for more. */
function keepRecords(
  chunk: Chunk,
  table: BoundTable,
  selection: Selection,
  kept: KeptRecords,
  raise: RaiseRecord,
): void {
  const { memory } = chunk
  const mark = memory.mark()
  try {
    add(chunk, table, table.filter.keep(chunk, selection, chunk.failures), kept, raise)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    chunk.failures.clear()
    for (let k = 0; k < selection.count; k++) {
      memory.release(mark)
      keepRecord(chunk, table, { rows: selection.rows.subarray(k, k + 1), count: 1 }, kept, raise)
    }
  }
  memory.release(mark)
}

function keepRecord(chunk: Chunk, table: BoundTable, one: Selection, kept: KeptRecords, raise: RaiseRecord): void {
  try {
    add(chunk, table, table.filter.keep(chunk, one, chunk.failures), kept, raise)
  } catch (error) {
    if (!(error instanceof ArenaFull)) throw error
    chunk.failures.clear()
    chunk.failures.report(one.rows[0], new Failure('the condition needs more memory than the engine has'))
    add(chunk, table, { rows: one.rows, count: 0 }, kept, raise)
  }
}

function add(chunk: Chunk, table: BoundTable, selection: Selection, kept: KeptRecords, raise: RaiseRecord): void {
  const { failures } = chunk
  for (const row of failures.failedRows) {
    const reason = failures.reasonOf(row)
    raise(chunk.recordOf[row], raisedByFilter(table, codeOf(reason), reason.message))
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

function claim({ from }: Records, { records, count }: KeptRecords, before: number, claimed: Uint8Array): void {
  for (let k = before; k < count; k++) claimed[records[k] - from] = 1
}

type Unreadable = { readonly code: 'RECORD_TOO_LARGE' | 'DECODE_UTF8'; readonly message: string }

/** By number: claimed records of which only a beginning is here, and those that are no text. */
function unreadableRecords({ memory }: Chunk, records: LoadedRecords, claimed: Uint8Array): Map<number, Unreadable> {
  const found = new Map<number, Unreadable>()
  const marks = new Uint8Array(claimed.length)
  const every = allRows(claimed.length)
  let count = 0
  for (let index = 0; index < claimed.length; index++) if (claimed[index] === 1) every.rows[count++] = index
  const invalid = markInvalidUtf8(memory, records, { rows: every.rows, count }, marks)
  const [part] = records.parts
  const { undecodable } = part.batch
  if (invalid === 0 && records.oversized.size === 0 && (undecodable?.originals.size ?? 0) === 0) return found
  for (let k = 0; k < count; k++) {
    const index = every.rows[k]
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

function takeOut(
  kept: KeptRecords,
  before: number,
  unreadable: ReadonlyMap<number, Unreadable>,
  report: (record: number, code: Unreadable['code'], message: string) => void,
): void {
  const total = kept.count
  kept.count = before
  for (let k = before; k < total; k++) {
    const record = kept.records[k]
    const reason = unreadable.get(record)
    if (reason === undefined) kept.records[kept.count++] = record
    else report(record, reason.code, reason.message)
  }
}

function raisedByFilter(table: BoundTable, code: Raised['code'], message: string): Raised {
  return { code, stage: 'filter', column: null, sink: null, message, place: table.filter.place ?? table.place }
}

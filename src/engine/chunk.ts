/**
 * A chunk: the rows of up to 1,024 records of one table on their way through the stages. Row r is made of record
 * `recordOf[r]`: one row a record, until UNNEST makes many of it, which stand one after the other. Stages add columns and
 * take rows out of `live`; what became of a row that left is kept. Nothing is emitted before the whole chunk is through, so
 * that a chunk for which the arena was too small can be run again in halves.
 */
import { dropReasons } from '../model/model.ts'
import type { RowErrorCode, DropReason, Place, StageName } from '../model/model.ts'
import type { Column } from './column.ts'
import { codeOf, Failures } from './failures.ts'
import { ArenaFull } from './memory.ts'
import type { Memory } from './memory.ts'
import type { Records } from './records.ts'
import type { Selection } from './selection.ts'
import { pickSlices } from './slices.ts'
import type { Slices } from './slices.ts'

/** Records of a chunk; it has more rows only after an UNNEST. */
export const chunkRowsMax = 1_024

/** Rows of several records are not more at once, for each may carry long values to its sinks. */
export const unnestedRowsMax = 65_536

const everyRow = Int32Array.from({ length: chunkRowsMax }, (_, row) => row)

/** Why a row went to the error stream. */
export interface Raised {
  readonly code: RowErrorCode
  readonly stage: StageName
  readonly column: string | null
  readonly sink: string | null
  /** Data in it is quoted (`quotedValue`). */
  readonly message: string
  readonly place: Place
}

/** What was found in the records' text before any condition asks. */
export interface RawSearch {
  /** By row: 1 where the text has what the key stands for (`rawMarksKey`); null: that was not looked for. */
  marksOf(key: string, rowCount: number): Uint8Array | null
}

/** What became of the records of a chunk; together they are all of them. */
export interface Outcomes {
  /** Records of which at least one row came through. */
  out: number
  readonly dropped: Map<DropReason, number>
  readonly raised: { readonly record: number; readonly raised: Raised }[]
}

export class Chunk {
  readonly memory: Memory
  records!: Records
  rowCount = 0
  /** Row -> number of its record. */
  recordOf = new Int32Array(chunkRowsMax)
  /** Milliseconds since the epoch, by row. */
  recordTimestamps = new Float64Array(chunkRowsMax)
  /** Rows that are still on their way, ascending. */
  readonly live: { rows: Int32Array; count: number }
  /** By the table's column; set once the Formatter is done with it. */
  columns: (Column | undefined)[] = []
  /** By name of field; what the Parser found. */
  readonly fields = new Map<string, Slices>()
  /** By document and path, in the order of the parser node. */
  readonly documents: Slices[][] = []
  /** By document: the whole of it, where REST is wanted. */
  readonly roots: (Slices | undefined)[] = []
  /** By operator and needle: in which records' text it is; asked for by the FILTERs of all tables. */
  readonly rawMarks = new Map<string, Uint8Array>()
  rawSearch: RawSearch | null = null
  readonly failures = new Failures(chunkRowsMax)
  private raisedByRow: (Raised | undefined)[] = []
  /** `live.rows` until an UNNEST: in the memory, for kernels. */
  private readonly rows: Int32Array
  private gone = new Uint8Array(chunkRowsMax)
  /** By row: 1 + the index of its reason in `dropReasons`; 0: it was not dropped. */
  private droppedFor = new Uint8Array(chunkRowsMax)
  /** UNNEST has made the rows: several may be of one record. */
  isUnnested = false
  /** Of records that ended before an UNNEST made rows of the others. */
  private ended: Outcomes = noOutcomes()

  constructor(memory: Memory) {
    this.memory = memory
    this.rows = new Int32Array(memory.buffer, memory.reserve(chunkRowsMax * 4), chunkRowsMax)
    this.live = { rows: this.rows, count: 0 }
  }

  /** Begins with rows for the records `list[from .. to)`. */
  begin(records: Records, list: Int32Array, from: number, to: number): void {
    this.records = records
    this.rowCount = to - from
    this.live.rows = this.rows
    this.recordOf.set(from === 0 && to === list.length ? list : list.subarray(from, to))
    this.live.rows.set(everyRow)
    this.gone.fill(0)
    this.droppedFor.fill(0)
    for (let row = 0; row < this.rowCount; row++) {
      this.recordTimestamps[row] = records.timestamps[list[from + row] - records.from]
    }
    this.live.count = this.rowCount
    this.columns = []
    this.fields.clear()
    this.documents.length = 0
    this.roots.length = 0
    this.rawMarks.clear()
    this.rawSearch = null
    this.failures.clear()
    this.raisedByRow.length = 0
    this.isUnnested = false
    this.ended = noOutcomes()
  }

  /**
   * From here on row r is made of what row `origins[r]` (a live one, ascending) was; rows that stand for none are no more. Raises
   * ArenaFull.
   */
  expand(origins: Int32Array): void {
    const count = origins.length
    // As if there were no room: the chunk is run again with half of its records.
    if (count > unnestedRowsMax && this.recordOf[0] !== this.recordOf[this.rowCount - 1]) throw new ArenaFull(count)
    this.ended = this.closeRecords(false)
    const recordOf = new Int32Array(Math.max(count, chunkRowsMax))
    const timestamps = new Float64Array(recordOf.length)
    const rows = new Int32Array(recordOf.length)
    for (let row = 0; row < count; row++) {
      recordOf[row] = this.recordOf[origins[row]]
      timestamps[row] = this.recordTimestamps[origins[row]]
      rows[row] = row
    }
    for (const [name, slices] of this.fields) this.fields.set(name, pickSlices(this.memory, slices, origins))
    this.documents.forEach((places, index) => {
      this.documents[index] = places.map((slices) => pickSlices(this.memory, slices, origins))
    })
    this.roots.forEach((slices, index) => {
      if (slices !== undefined) this.roots[index] = pickSlices(this.memory, slices, origins)
    })
    this.recordOf = recordOf
    this.recordTimestamps = timestamps
    this.live.rows = rows
    this.live.count = count
    this.rowCount = count
    this.gone = new Uint8Array(recordOf.length)
    this.droppedFor = new Uint8Array(recordOf.length)
    this.raisedByRow = []
    this.rawMarks.clear()
    this.rawSearch = null
    this.failures.makeRoom(count)
    this.isUnnested = true
  }

  /** At the end: what became of every record. */
  outcomes(): Outcomes {
    return this.closeRecords(true)
  }

  /**
   * A record of which a row failed is an error; one of which a row is live comes through, or goes on if this is not the end;
   * the reason of a dropped one is that of the row that came furthest.
   */
  private closeRecords(isEnd: boolean): Outcomes {
    const { ended, recordOf, rowCount } = this
    for (let first = 0, next = 0; first < rowCount; first = next) {
      let raised: Raised | undefined
      let reason = 0
      let isLive = false
      for (; next < rowCount && recordOf[next] === recordOf[first]; next++) {
        raised ??= this.raisedByRow[next]
        reason = Math.max(reason, this.droppedFor[next])
        isLive ||= this.gone[next] === 0
      }
      if (raised !== undefined) ended.raised.push({ record: recordOf[first], raised })
      else if (isLive) ended.out += isEnd ? 1 : 0
      else if (reason > 0) {
        const name = dropReasons[reason - 1]
        ended.dropped.set(name, (ended.dropped.get(name) ?? 0) + 1)
      }
    }
    return ended
  }

  /** Address and length of the row's record. */
  startOf(row: number): number {
    return this.records.starts[this.recordOf[row] - this.records.from]
  }

  lengthOf(row: number): number {
    return this.records.lengths[this.recordOf[row] - this.records.from]
  }

  /** Sends a live row to the error stream, and with it its record's others; they leave `live` with the next `narrow`. */
  raise(row: number, raised: Raised): void {
    if (this.gone[row] === 1) return
    this.raisedByRow[row] = raised
    this.gone[row] = 1
    if (!this.isUnnested) return
    const { recordOf, rowCount } = this
    for (let other = row - 1; other >= 0 && recordOf[other] === recordOf[row]; other--) this.gone[other] = 1
    for (let other = row + 1; other < rowCount && recordOf[other] === recordOf[row]; other++) this.gone[other] = 1
  }

  drop(row: number, reason: DropReason): void {
    if (this.gone[row] === 1) return
    this.gone[row] = 1
    this.droppedFor[row] = dropReasons.indexOf(reason) + 1
  }

  raisedOf(row: number): Raised | undefined {
    return this.raisedByRow[row]
  }

  isGone(row: number): boolean {
    return this.gone[row] === 1
  }

  /** Takes rows that were dropped or raised out of `live`. */
  narrow(): void {
    this.live.count = keepPresent(this.live, this.gone, this.live.rows)
  }

  /** Those of a selection that are still on their way. */
  stillLive(selection: Selection): Selection {
    const rows = new Int32Array(selection.count)
    return { rows, count: keepPresent(selection, this.gone, rows) }
  }
}

/** Sends every row that failed to the error stream, as what the clause makes of it, and forgets the failures. */
export function raiseFailures(chunk: Chunk, clause: Omit<Raised, 'code' | 'message'>): void {
  const { failures } = chunk
  if (failures.count === 0) return
  for (const row of failures.rowsInOrder()) {
    const reason = failures.reasonOf(row)
    chunk.raise(row, { ...clause, code: codeOf(reason), message: reason.message })
  }
  failures.clear()
  chunk.narrow()
}

function noOutcomes(): Outcomes {
  return { out: 0, dropped: new Map(), raised: [] }
}

function keepPresent(selection: Selection, gone: Uint8Array, into: Int32Array): number {
  let count = 0
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (gone[row] === 0) into[count++] = row
  }
  return count
}

/**
 * A chunk: up to 1,024 rows of one table on their way through the stages. Row r is made of record `records[r]`. Stages add
 * columns and take rows out of `live`; what became of a row that left is in `drops` or `raised`. Nothing is emitted before
 * the whole chunk is through, so that a chunk for which the arena was too small can be run again in halves.
 */
import type { RowErrorCode, DropReason, Place, StageName } from '../model/model.ts'
import type { Column } from './column.ts'
import { Failures } from './failures.ts'
import type { Memory } from './memory.ts'
import type { Records } from './records.ts'
import type { Selection } from './selection.ts'
import type { Slices } from './slices.ts'

export const chunkRowsMax = 1_024

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

export class Chunk {
  readonly memory: Memory
  records!: Records
  rowCount = 0
  /** Row -> index of its record in the batch. */
  readonly recordOf = new Int32Array(chunkRowsMax)
  /** Milliseconds since the epoch, by row. */
  readonly recordTimestamps = new Float64Array(chunkRowsMax)
  /** Rows that are still on their way. */
  readonly live: { readonly rows: Int32Array; count: number } = { rows: new Int32Array(chunkRowsMax), count: 0 }
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
  readonly failures = new Failures(chunkRowsMax)
  readonly dropped = new Map<DropReason, number>()
  private readonly raisedByRow: (Raised | undefined)[] = []
  raisedCount = 0
  private readonly gone = new Uint8Array(chunkRowsMax)

  constructor(memory: Memory) {
    this.memory = memory
  }

  /** Begins with rows for the records `list[from .. to)`. */
  begin(records: Records, list: Int32Array, from: number, to: number): void {
    this.records = records
    this.rowCount = to - from
    for (let row = 0; row < this.rowCount; row++) {
      this.recordOf[row] = list[from + row]
      this.recordTimestamps[row] = records.batch.timestamps[list[from + row]]
      this.live.rows[row] = row
      this.gone[row] = 0
    }
    this.live.count = this.rowCount
    this.columns = []
    this.fields.clear()
    this.documents.length = 0
    this.roots.length = 0
    this.rawMarks.clear()
    this.failures.clear()
    this.dropped.clear()
    this.raisedByRow.length = 0
    this.raisedCount = 0
  }

  /** Address and length of the row's record. */
  startOf(row: number): number {
    return this.records.starts[this.recordOf[row] - this.records.from]
  }

  lengthOf(row: number): number {
    return this.records.lengths[this.recordOf[row] - this.records.from]
  }

  /** Sends a live row to the error stream; it leaves `live` with the next `narrow`. */
  raise(row: number, raised: Raised): void {
    if (this.gone[row] === 1) return
    this.gone[row] = 1
    this.raisedByRow[row] = raised
    this.raisedCount++
  }

  drop(row: number, reason: DropReason): void {
    if (this.gone[row] === 1) return
    this.gone[row] = 1
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + 1)
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
export function raiseFailures(chunk: Chunk, clause: Omit<Raised, 'message'>): void {
  const { failures } = chunk
  if (failures.count === 0) return
  for (const row of failures.failedRows) {
    chunk.raise(row, { ...clause, message: failures.reasonOf(row).message })
  }
  failures.clear()
  chunk.narrow()
}

function keepPresent(selection: Selection, gone: Uint8Array, into: Int32Array): number {
  let count = 0
  for (let k = 0; k < selection.count; k++) {
    const row = selection.rows[k]
    if (gone[row] === 0) into[count++] = row
  }
  return count
}

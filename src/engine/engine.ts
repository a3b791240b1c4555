/**
 * The engine of one source: batches of records in, rows to sinks, errors and counts out. One memory for everything; a batch
 * is copied into it once and filtered for all tables, then each table runs its stages over the records that it kept.
 */
import type { SourceNode } from '../plan/plan.ts'
import { assertBalanced, countDropped, countErrored, newCounts } from './accounts.ts'
import type { SourceCounts } from './accounts.ts'
import type { RecordBatch } from './batch.ts'
import { Chunk, chunkRowsMax } from './chunk.ts'
import type { Raised } from './chunk.ts'
import type { ErrorAllowance } from './error-storm.ts'
import { ErrorStream } from './error-stream.ts'
import { filterRecords } from './filter-records.ts'
import type { KeptRecords } from './filter-records.ts'
import { Memory, inHalves } from './memory.ts'
import { NeedleIndex } from './needle-index.ts'
import type { FunctionHost, RowError, RowSink, TableCounts } from './ports.ts'
import { endOfPiece, loadRecords } from './records.ts'
import type { Records } from './records.ts'
import { rowError } from './row-error.ts'
import { bindTable } from './table.ts'
import type { BoundTable } from './table.ts'

export interface EngineOptions {
  /** Size of the engine's memory; 256 MiB by default. Pages that are never touched cost nothing. */
  readonly memoryBytes?: number
  /** Takes the errors that no sink takes: all of a source without ERRORS OF sinks, and those that such a sink cannot encode. */
  readonly onError?: (error: RowError) => void
  readonly planFingerprint: string
  /** Bounds the error stream; by default it takes all. */
  readonly errorAllowance?: ErrorAllowance
  /** What runs functions in JavaScript; needed where the plan has some. */
  readonly functions?: FunctionHost
}

const memoryBytesDefault = 268_435_456

export class SourceEngine {
  readonly counts: SourceCounts
  private readonly memory: Memory
  private readonly tables: readonly BoundTable[]
  private readonly chunk: Chunk
  private readonly kept: readonly KeptRecords[]
  private readonly needles: NeedleIndex | null
  private readonly errorStream: ErrorStream
  private errors: RowError[] = []
  /** A piece of a batch takes at most a quarter of the memory, a record an eighth; the rest is for columns. */
  private readonly pieceBytesMax: number
  private readonly recordBytesMax: number

  constructor(node: SourceNode, sinkNamed: (name: string) => RowSink, options: EngineOptions) {
    const memoryBytes = options.memoryBytes ?? memoryBytesDefault
    this.memory = new Memory(memoryBytes)
    this.pieceBytesMax = Math.floor(memoryBytes / 4)
    this.recordBytesMax = Math.floor(memoryBytes / 8)
    this.counts = newCounts(node.tables.map((table) => table.table))
    this.chunk = new Chunk(this.memory)
    this.tables = node.tables.map((table) => bindTable(table, this.memory, node.timeZone, sinkNamed, options.functions))
    this.needles = NeedleIndex.of(
      this.memory,
      node.tables.map((table) => table.filter),
    )
    this.kept = this.tables.map(() => ({ records: new Int32Array(chunkRowsMax), count: 0 }))
    this.errorStream = new ErrorStream(node, this.chunk, sinkNamed, options)
  }

  /** All rows of the batch are with their sinks, all errors with theirs, when it returns. Throws only for bugs. */
  process(batch: RecordBatch): void {
    const unclaimed: number[] = []
    for (let from = 0; from < batch.count;) {
      const to = endOfPiece(batch, from, this.pieceBytesMax)
      this.processPiece(batch, from, to, unclaimed)
      from = to
    }
    this.counts.in += batch.count
    this.counts.unclaimed += unclaimed.length
    assertBalanced(this.counts)
    const errors = this.errors.toSorted((a, b) => a.record - b.record)
    this.errors = []
    this.counts.errorsUnwritten += this.errorStream.write(batch, errors, unclaimed)
  }

  private processPiece(batch: RecordBatch, from: number, to: number, unclaimed: number[]): void {
    const mark = this.memory.mark()
    const records = loadRecords(this.memory, batch, from, to, this.recordBytesMax)
    const outcome = filterRecords(this.chunk, records, this.tables, this.kept, this.needles)
    for (const record of outcome.unclaimed) unclaimed.push(record)
    this.tables.forEach((table, index) => {
      const counts = this.countsOf(table)
      const kept = this.kept[index]
      const failed = outcome.raised[index]
      counts.in += to - from
      countDropped(counts, 'empty', outcome.empty)
      countDropped(counts, 'filter', to - from - outcome.empty - kept.count - failed.length)
      for (const { record, raised } of failed) this.addError(table, batch, record, raised)
      for (let first = 0; first < kept.count; first += chunkRowsMax) {
        inHalves(
          this.memory,
          first,
          Math.min(first + chunkRowsMax, kept.count),
          (start, end) => this.runChunk(table, records, kept.records, start, end),
          (index) => this.addError(table, batch, kept.records[index], tooBigToProcess(table)),
        )
      }
    })
    this.memory.release(mark)
  }

  private runChunk(table: BoundTable, records: Records, list: Int32Array, from: number, to: number): void {
    this.chunk.begin(records, list, from, to)
    table.run(this.chunk)
    table.settle(this.chunk)
    this.countChunk(table)
  }

  private countChunk(table: BoundTable): void {
    const counts = this.countsOf(table)
    const { chunk } = this
    const { out, dropped, raised: failed } = chunk.outcomes()
    counts.out += out
    for (const [reason, records] of dropped) countDropped(counts, reason, records)
    for (const { record, raised } of failed) this.addError(table, chunk.records.batch, record, raised)
  }

  private addError(table: BoundTable, batch: RecordBatch, record: number, raised: Raised): void {
    countErrored(this.countsOf(table), raised.code)
    this.errors.push(rowError(table.name, batch, record, raised))
  }

  private countsOf(table: BoundTable): TableCounts {
    const counts = this.counts.tables.get(table.name)
    if (counts === undefined) throw new Error(`no counts for ${table.name}`)
    return counts
  }
}

function tooBigToProcess(table: BoundTable): Raised {
  return {
    code: 'EVAL',
    stage: 'extender',
    column: null,
    sink: null,
    message: 'what is derived from the record does not fit into the memory of the engine',
    place: table.place,
  }
}

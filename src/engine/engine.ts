/**
 * The engine of one source: batches of records in, rows to sinks, errors and counts out. One memory for everything; a batch
 * is copied into it once and filtered for all tables, then each table runs its stages over the records that it kept. Where
 * tables are many, records of several batches wait for each other, so that a table does not begin anew for a record or two.
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
import type { RaisedRecord } from './filter-records.ts'
import { HeldRecords } from './held-records.ts'
import { KeptRecords } from './kept-records.ts'
import { Memory, inHalves } from './memory.ts'
import { NeedleIndex } from './needle-index.ts'
import type { FunctionHost, RowError, RowSink, TableCounts } from './ports.ts'
import { bytesOfPiece, endOfPiece, indexInBatch, loadRecords } from './records.ts'
import { rowError } from './row-error.ts'
import { bindTable } from './table.ts'
import type { BoundTable } from './table.ts'

export interface EngineOptions {
  /** Size of the engine's memory; 256 MiB by default. Pages that are never touched cost nothing. */
  readonly memoryBytes?: number
  /** Takes the errors that no sink takes: all of a source without ERRORS OF sinks, and those that such a sink cannot encode. */
  readonly onError?: (error: RowError) => void
  /** Records wait until tables have kept so many (`recordsToHold`); 0, the default: none does. Whoever sets it calls `flush`. */
  readonly heldRecordsMax?: number
  readonly planFingerprint: string
  /** Bounds the error stream; by default it takes all. */
  readonly errorAllowance?: ErrorAllowance
  /** What runs functions in JavaScript; needed where the plan has some. */
  readonly functions?: FunctionHost
}

/** Work that can be left off between its steps for a while. Each step gives the names of the sinks that may have got rows. */
export type Steps = Generator<readonly string[], void, void>

const memoryBytesDefault = 268_435_456

/** For a table, so that its stages are worth their beginning. */
const heldRecordsOfTable = 64
/** For all; no more are held, kept by tables or not. */
const heldRecordsMost = 65_536
/** Somewhat more, at most by a batch: what they were read into is not used again meanwhile, either. */
const heldBytesMost = 32 << 20

/** How many records, as tables keep them, are worth waiting for; 0: none, as the batches of sources are large enough. */
export function recordsToHold(tables: number): number {
  const wanted = Math.min(tables * heldRecordsOfTable, heldRecordsMost)
  return wanted <= 4_096 ? 0 : wanted
}

export class SourceEngine {
  /** Set anew where what is counted from then on belongs to somebody else. */
  counts: SourceCounts
  private readonly memory: Memory
  private readonly tables: readonly BoundTable[]
  private readonly chunk: Chunk
  private readonly kept: KeptRecords
  private readonly needles: NeedleIndex | null
  private readonly errorStream: ErrorStream
  private readonly heldRecordsMax: number
  private readonly held = new HeldRecords()
  /** Where the arena was before anything was loaded. */
  private mark: number | null = null
  /** Of what is held. */
  private empty = 0
  private unclaimed = 0
  /** Their numbers, where they have a sink. */
  private unclaimedRecords: number[] = []
  private errors: RaisedRecord[] = []
  private readonly failedByFilter: Int32Array
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
    this.heldRecordsMax = options.heldRecordsMax ?? 0
    this.failedByFilter = new Int32Array(this.tables.length)
    this.kept = new KeptRecords(this.tables.length)
    this.errorStream = new ErrorStream(node, this.chunk, sinkNamed, options)
  }

  /** Rows and errors are with their sinks when it returns, but for those of records that are held (`heldRecordsMax`). */
  process(batch: RecordBatch): void {
    finish(this.processing(batch))
  }

  /**
   * As `process`, about a chunk of a table at a time, so that what its sinks hold can be looked at in between. Nothing else may be
   * asked of the engine before the end, but to `forget`; then the steps must not be gone on with.
   */
  *processing(batch: RecordBatch): Steps {
    for (let from = 0; from < batch.count;) {
      const to = endOfPiece(batch, from, this.pieceBytesMax)
      const bytes = bytesOfPiece(batch, from, to)
      if (!this.goesTogether(batch, bytes)) yield* this.flushing()
      this.load(batch, from, to, bytes)
      from = to
    }
    if (this.holdsEnough()) yield* this.flushing()
  }

  private holdsEnough(): boolean {
    const { kept, held } = this
    return kept.count >= this.heldRecordsMax || held.count >= heldRecordsMost || held.bytes >= heldBytesMost
  }

  /** Whether records wait for more of them. */
  get isHolding(): boolean {
    return !this.held.isEmpty
  }

  /** Processes what is held: all rows of all batches so far are with their sinks, all errors with theirs. Throws only for bugs. */
  flush(): void {
    finish(this.flushing())
  }

  /** As `flush`, in steps as those of `processing`. */
  *flushing(): Steps {
    if (this.held.isEmpty) return
    this.kept.order()
    for (const [index, table] of this.tables.entries()) yield* this.runTable(table, index)
    this.counts.in += this.held.count
    this.counts.unclaimed += this.unclaimed
    assertBalanced(this.counts)
    this.releaseMemory()
    yield* this.writeErrors()
    this.forget()
  }

  /** What is held, and what is under way, is as if it had never come; what of it is with the sinks, and counted, stays so. */
  forget(): void {
    this.releaseMemory()
    this.held.clear()
    this.kept.clear()
    this.failedByFilter.fill(0)
    this.empty = 0
    this.unclaimed = 0
    this.unclaimedRecords = []
    this.errors = []
  }

  private releaseMemory(): void {
    if (this.mark !== null) this.memory.release(this.mark)
    this.mark = null
  }

  /** Takes records, of so many bytes, into the memory and gives them to the tables whose FILTERs want them. */
  private load(batch: RecordBatch, from: number, to: number, bytes: number): void {
    const { held, memory } = this
    this.mark ??= memory.mark()
    const records = loadRecords(memory, batch, from, to, held.numberFor(from), this.recordBytesMax)
    const outcome = filterRecords(this.chunk, records, this.tables, this.kept, this.needles)
    held.add(records, bytes)
    this.empty += outcome.empty
    this.unclaimed += outcome.unclaimed.length
    if (this.errorStream.takesUnclaimed) for (const record of outcome.unclaimed) this.unclaimedRecords.push(record)
    for (const { table, record, raised } of outcome.raised) {
      this.failedByFilter[table]++
      this.countsOf(this.tables[table]).in++
      this.addError(table, record, raised)
    }
  }

  /** Whether the records can be processed together with those that are held. */
  private goesTogether(batch: RecordBatch, bytes: number): boolean {
    const { held } = this
    if (held.isEmpty) return true
    const header = held.parts[0].batch.csvHeader ?? null
    return held.bytes + bytes <= this.pieceBytesMax && header === (batch.csvHeader ?? null)
  }

  /** After each step the counts of the table balance. */
  private *runTable(table: BoundTable, index: number): Steps {
    const { held } = this
    const counts = this.countsOf(table)
    const kept = this.kept.of(index)
    const dropped = held.count - kept.length - this.failedByFilter[index]
    counts.in += dropped
    countDropped(counts, 'empty', this.empty)
    countDropped(counts, 'filter', dropped - this.empty)
    for (let first = 0; first < kept.length; first += chunkRowsMax) {
      inHalves(
        this.memory,
        first,
        Math.min(first + chunkRowsMax, kept.length),
        (start, end) => this.runChunk(table, index, kept, start, end),
        (place) => {
          counts.in++
          this.addError(index, kept[place], tooBigToProcess(table))
        },
      )
      yield table.sinks
    }
  }

  private runChunk(table: BoundTable, index: number, list: Int32Array, from: number, to: number): void {
    const { chunk } = this
    if (this.heldRecordsMax > 0) this.held.bringNear(this.memory, list, from, to)
    chunk.begin(this.held, list, from, to)
    table.run(chunk)
    table.settle(chunk)
    const counts = this.countsOf(table)
    const { out, dropped, raised: failed } = chunk.outcomes()
    counts.in += to - from
    counts.out += out
    table.countEvents(chunk, counts.eventTimes)
    for (const [reason, records] of dropped) countDropped(counts, reason, records)
    for (const { record, raised } of failed) this.addError(index, record, raised)
  }

  private addError(table: number, record: number, raised: Raised): void {
    countErrored(this.countsOf(this.tables[table]), raised.code)
    this.errors.push({ table, record, raised })
  }

  /** Batch by batch, in the order of the records, and of the tables for each. */
  private *writeErrors(): Steps {
    const errors = this.errors.toSorted((a, b) => a.record - b.record || a.table - b.table)
    const unclaimed = this.unclaimedRecords
    let error = 0
    let record = 0
    for (const part of this.held.parts) {
      const end = part.first + part.to - part.from
      const own: RowError[] = []
      for (; error < errors.length && errors[error].record < end; error++) {
        const { table, record: number, raised } = errors[error]
        own.push(rowError(this.tables[table].name, part.batch, indexInBatch(part, number), raised))
      }
      const ownUnclaimed: number[] = []
      for (; record < unclaimed.length && unclaimed[record] < end; record++) {
        ownUnclaimed.push(indexInBatch(part, unclaimed[record]))
      }
      this.counts.errorsUnwritten += yield* this.errorStream.write(part.batch, own, ownUnclaimed)
    }
  }

  private countsOf(table: BoundTable): TableCounts {
    const counts = this.counts.tables.get(table.name)
    if (counts === undefined) throw new Error(`no counts for ${table.name}`)
    return counts
  }
}

function finish(steps: Steps): void {
  while (steps.next().done !== true);
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

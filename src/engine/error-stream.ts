/**
 * What went wrong, and what no table kept, as rows like any other: `FROM ERRORS OF` and `FROM UNCLAIMED OF` a source. They go
 * through the same Splitter and Loaders; what no sink takes goes to the fallback, and what that cannot take to `onError`: nothing
 * is lost and nothing loops.
 */
import type { LoaderNode, SourceNode } from '../plan/plan.ts'
import { errorStreamColumns, unclaimedColumns } from '../model/error-stream.ts'
import type { StreamColumn } from '../model/error-stream.ts'
import { knownZone } from '../types/conversion/context.ts'
import type { RecordBatch } from './batch.ts'
import { chunkRowsMax } from './chunk.ts'
import type { Chunk, Raised } from './chunk.ts'
import { streamColumns } from './error-columns.ts'
import type { StreamContext, StreamRow } from './error-columns.ts'
import { rowError } from './row-error.ts'
import { boundErrors } from './error-storm.ts'
import type { ErrorAllowance } from './error-storm.ts'
import { inHalves } from './memory.ts'
import type { Binding } from './evaluate/evaluator.ts'
import type { FunctionHost, RowError, RowSink } from './ports.ts'
import { bindSplitter } from './stages/splitter.ts'
import type { SplitterStage } from './stages/splitter.ts'

interface ErrorStreamOptions {
  readonly planFingerprint: string
  readonly onError?: (error: RowError) => void
  readonly functions?: FunctionHost
  readonly errorAllowance?: ErrorAllowance
}

type StepsTo<T> = Generator<readonly string[], T, void>

export class ErrorStream {
  private readonly chunk: Chunk
  private readonly context: StreamContext
  private readonly onError: (error: RowError) => void
  private readonly errors: SplitterStage | null
  private readonly fallback: SplitterStage | null
  private readonly unclaimed: SplitterStage | null
  /** Names of the sinks of all three. */
  private readonly sinks: readonly string[]
  private readonly sourcePlace: string
  private readonly allowance: ErrorAllowance

  constructor(node: SourceNode, chunk: Chunk, sinkNamed: (name: string) => RowSink, options: ErrorStreamOptions) {
    this.chunk = chunk
    this.context = { zone: knownZone(node.timeZone), plan: options.planFingerprint }
    this.onError = options.onError ?? (() => undefined)
    const binding = { memory: chunk.memory, timeZone: node.timeZone, functions: options.functions }
    this.errors = bindStream(errorStreamColumns, node.errorLoaders, binding, sinkNamed)
    const fallback = node.errorFallback === undefined ? [] : [node.errorFallback]
    this.fallback = bindStream(errorStreamColumns, fallback, binding, sinkNamed)
    this.unclaimed = bindStream(unclaimedColumns, node.unclaimedLoaders, binding, sinkNamed)
    this.sinks = [...node.errorLoaders, ...fallback, ...node.unclaimedLoaders].map(({ sink }) => sink)
    this.sourcePlace = node.place
    this.allowance = options.errorAllowance ?? ((wanted) => wanted)
  }

  get takesUnclaimed(): boolean {
    return this.unclaimed !== null
  }

  /** A chunk at a time. `unclaimed`: indexes in the batch. Returns how many errors stand in no row, as there were too many. */
  *write(batch: RecordBatch, errors: readonly RowError[], unclaimed: readonly number[]): StepsTo<number> {
    const allowed = errors.length === 0 ? 0 : this.allowance(errors.length)
    const { written, unwritten } = boundErrors(errors, allowed)
    const left = yield* this.writeErrors(batch, written, this.errors)
    const notKept = yield* this.writeUnclaimed(batch, unclaimed)
    const lost = yield* this.writeErrors(batch, [...left, ...notKept], this.fallback)
    for (const error of lost) this.onError(error)
    return unwritten
  }

  /** Returns the errors that no sink took. */
  private *writeErrors(
    batch: RecordBatch,
    errors: readonly RowError[],
    splitter: SplitterStage | null,
  ): StepsTo<readonly RowError[]> {
    if (splitter === null) return errors
    const left: RowError[] = []
    const rows = errors.map((error) => ({ record: error.record, error }))
    yield* this.writeRows(batch, rows, errorStreamColumns, splitter, (index, raised) => {
      const error = errors[index]
      // Its own failure is told where there is one; a row that no condition wanted stays what it was.
      left.push(raised === null ? error : rowError(error.table, batch, error.record, raised))
    })
    return left
  }

  /** Returns, as errors, the records that a sink wanted and could not take. */
  private *writeUnclaimed(batch: RecordBatch, unclaimed: readonly number[]): StepsTo<readonly RowError[]> {
    if (this.unclaimed === null) return []
    const left: RowError[] = []
    const rows = unclaimed.map((record) => ({ record, error: null }))
    yield* this.writeRows(batch, rows, unclaimedColumns, this.unclaimed, (index, raised) => {
      if (raised !== null) left.push(rowError('', batch, unclaimed[index], raised))
    })
    return left
  }

  /** `notTaken` gets each row that no sink took, with the failure or null. */
  private *writeRows(
    batch: RecordBatch,
    rows: readonly StreamRow[],
    columns: readonly StreamColumn[],
    splitter: SplitterStage,
    notTaken: (index: number, raised: Raised | null) => void,
  ): StepsTo<void> {
    const { chunk } = this
    const list = Int32Array.from(rows, ({ record }) => record)
    const run = (from: number, to: number): void => {
      chunk.begin(noRecords(batch), list, from, to)
      chunk.columns = streamColumns(chunk.memory, columns, batch, rows.slice(from, to), this.context)
      splitter.run(chunk)
      splitter.settle(chunk)
      for (let row = 0; row < chunk.rowCount; row++) {
        if (chunk.isGone(row)) notTaken(from + row, chunk.raisedOf(row) ?? null)
      }
    }
    const tooBig = (index: number): void => {
      notTaken(index, { ...tooBigToWrite, place: this.sourcePlace })
    }
    for (let from = 0; from < list.length; from += chunkRowsMax) {
      inHalves(chunk.memory, from, Math.min(from + chunkRowsMax, list.length), run, tooBig)
      yield this.sinks
    }
  }
}

const tooBigToWrite = {
  code: 'ENCODE',
  stage: 'loader',
  column: null,
  sink: null,
  message: 'the record does not fit into the memory of the engine',
} as const

/** Null where there is no sink. */
function bindStream(
  columns: readonly StreamColumn[],
  loaders: readonly LoaderNode[],
  common: Pick<Binding, 'memory' | 'timeZone' | 'functions'>,
  sinkNamed: (name: string) => RowSink,
): SplitterStage | null {
  if (loaders.length === 0) return null
  const binding: Binding = {
    ...common,
    columnIndex: new Map(columns.map((column, index) => [column.name, index])),
    pathIndex: (): number => {
      throw new Error('an error stream has no documents')
    },
  }
  const branches = loaders.map((loader) => ({ sink: loader.sink, condition: loader.condition, loader }))
  return bindSplitter({ branches }, binding, sinkNamed)
}

/** The records themselves are no longer in the memory; sinks only see the batch, by whose indexes they are numbered. */
function noRecords(batch: RecordBatch): Chunk['records'] {
  const none = new Uint32Array(0)
  const parts = [{ batch, from: 0, to: batch.count, first: 0 }]
  return { parts, from: 0, to: batch.count, starts: none, lengths: none, timestamps: batch.timestamps }
}

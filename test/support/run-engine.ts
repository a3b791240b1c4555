/** Runs an engine over batches with sinks that keep rows as scalar values. */
import { SourceEngine } from '../../src/engine/engine.ts'
import type { EngineOptions } from '../../src/engine/engine.ts'
import type { RecordBatch } from '../../src/engine/batch.ts'
import type { RowError, RowSink, RowView } from '../../src/engine/ports.ts'
import type { Selection } from '../../src/engine/selection.ts'
import type { Memory } from '../../src/engine/memory.ts'
import { readValue } from '../../src/engine/values.ts'
import type { LoaderNode, SourceNode } from '../../src/plan/plan.ts'
import type { Value } from '../../src/types/value.ts'

export type Row = Record<string, Value>

/** Keeps rows; refuses those for which `refuses` is true. */
export class CollectingSink implements RowSink {
  readonly rows: Row[] = []
  readonly records: number[] = []
  private readonly node: LoaderNode
  private readonly refuses: (row: Row) => boolean
  private prepared: ReadonlySet<number> | null = null

  constructor(node: LoaderNode, refuses: (row: Row) => boolean) {
    this.node = node
    this.refuses = refuses
  }

  prepare(
    view: RowView,
    selection: Selection,
    report: (row: number, code: 'ENCODE' | 'RECORD_TOO_LARGE', message: string) => void,
  ): void {
    if (this.prepared !== null) throw new Error('prepare without accept')
    const rows = [...selection.rows.subarray(0, selection.count)]
    this.prepared = new Set(rows)
    for (const row of rows) if (this.refuses(this.read(view, row))) report(row, 'ENCODE', 'the sink refuses it')
  }

  accept(view: RowView, selection: Selection): void {
    const { prepared } = this
    if (prepared === null) throw new Error('accept without prepare')
    this.prepared = null
    for (const row of selection.rows.subarray(0, selection.count)) {
      if (!prepared.has(row)) throw new Error(`row ${row} was not prepared`)
      this.rows.push(this.read(view, row))
      this.records.push(view.records[row])
    }
  }

  private read(view: RowView, row: number): Row {
    const entries = this.node.columns.map((column, index): [string, Value] => [
      column.name,
      readValue(view.memory, view.columns[index], column.type, row),
    ])
    return Object.fromEntries(entries)
  }
}

export interface EngineRun {
  readonly engine: SourceEngine
  readonly sinks: ReadonlyMap<string, CollectingSink>
  /** Those that no sink took. */
  readonly errors: readonly RowError[]
  readonly rows: (sink: string) => readonly Row[]
}

export function startEngine(
  node: SourceNode,
  options: Partial<EngineOptions> & { readonly refuses?: (sink: string, row: Row) => boolean } = {},
): EngineRun {
  const loaders = [
    ...node.tables.flatMap((table) => table.splitter.branches.map((branch) => branch.loader)),
    ...node.errorLoaders,
    ...(node.errorFallback === undefined ? [] : [node.errorFallback]),
    ...node.unclaimedLoaders,
  ]
  const { refuses = () => false, ...engineOptions } = options
  const sinks = new Map(
    loaders.map((loader) => [loader.sink, new CollectingSink(loader, (row) => refuses(loader.sink, row))]),
  )
  const sinkNamed = (name: string): CollectingSink => {
    const found = sinks.get(name)
    if (found === undefined) throw new Error(`no sink ${name}`)
    return found
  }
  const errors: RowError[] = []
  const engine = new SourceEngine(node, sinkNamed, {
    memoryBytes: 8 << 20,
    planFingerprint: 'feedc0de',
    onError: (error) => errors.push(error),
    ...engineOptions,
  })
  soil(engine)
  return { engine, sinks, errors, rows: (name) => sinkNamed(name).rows }
}

/** The arena of an engine that has worked is full of old values; a new one's zeros would hide a kernel that relies on them. */
function soil(engine: SourceEngine): void {
  const memory = Reflect.get(engine, 'memory') as Memory
  memory.u8.fill(1, memory.mark())
}

export function runEngine(
  node: SourceNode,
  batches: readonly RecordBatch[],
  options: Parameters<typeof startEngine>[1] = {},
): EngineRun {
  const run = startEngine(node, options)
  for (const batch of batches) run.engine.process(batch)
  return run
}

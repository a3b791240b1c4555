/** One table alone under its source, for the records of its TESTs; nothing is written anywhere. */
import { SourceEngine } from '../../engine/engine.ts'
import type { RowError, RowSink } from '../../engine/ports.ts'
import type { DropReason, TestCase } from '../../model/model.ts'
import { planFingerprint } from '../../plan/fingerprint.ts'
import type { Plan, SourceNode, TablePipeline } from '../../plan/plan.ts'
import { CapturingSink, captureName, NotingSink } from './capture.ts'
import type { CapturedRow } from './capture.ts'
import { givenRecord } from './given-records.ts'
import { javaScriptHost } from '../javascript/host.ts'

/** What became of a record, as a TEST names it. */
export type Outcome =
  /** More than one only with UNNEST. */
  | { readonly kind: 'rows'; readonly rows: readonly RoutedRow[] }
  | { readonly kind: 'error'; readonly error: RowError }
  /** `rows`: only of one that no sink wants. */
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly rows: readonly RoutedRow[] }

export interface RoutedRow extends CapturedRow {
  /** Those that took it, in order of name. */
  readonly sinks: readonly string[]
}

/** Records of TESTs are few and small. */
const memoryBytes = 67_108_864

export class TestBench {
  readonly pipeline: TablePipeline
  private readonly source: SourceNode
  private readonly engine: SourceEngine
  private readonly capture: CapturingSink
  private readonly sinks = new Map<string, NotingSink>()
  private readonly errors: RowError[] = []

  /** `plan`: of a model with capture sinks. `change`: what is tried with the table. */
  constructor(plan: Plan, table: string, change: (pipeline: TablePipeline) => TablePipeline = (same) => same) {
    const source = plan.sources.find(({ tables }) => tables.some((candidate) => candidate.table === table))
    const pipeline = source?.tables.find((candidate) => candidate.table === table)
    if (source === undefined || pipeline === undefined) throw new Error(`no table ${table} in the plan`)
    this.pipeline = change(pipeline)
    this.source = { ...source, tables: [this.pipeline], errorLoaders: [], unclaimedLoaders: [] }
    this.capture = new CapturingSink(captureColumns(pipeline))
    this.engine = new SourceEngine(this.source, (name) => this.sinkNamed(name), {
      memoryBytes,
      onError: (error) => this.errors.push(error),
      planFingerprint: planFingerprint(plan),
      functions: javaScriptHost,
    })
  }

  run(given: Pick<TestCase, 'given' | 'metadata'>): Outcome {
    this.errors.length = 0
    this.capture.rows.length = 0
    for (const sink of this.sinks.values()) sink.clear()
    const before = new Map(this.engine.counts.tables.get(this.pipeline.table)?.dropped)
    this.engine.process(givenRecord(this.source, given))

    if (this.errors.length > 0) return { kind: 'error', error: this.errors[0] }
    for (const [reason, count] of this.engine.counts.tables.get(this.pipeline.table)?.dropped ?? []) {
      if (count !== (before.get(reason) ?? 0)) return { kind: 'dropped', reason, rows: [] }
    }
    const rows = this.capture.rows.map((row) => ({ ...row, sinks: this.sinksOf(row) }))
    const isRouted = this.sinks.size === 0 || rows.some(({ sinks }) => sinks.length > 0)
    return isRouted ? { kind: 'rows', rows } : { kind: 'dropped', reason: 'unrouted', rows }
  }

  private sinksOf({ row }: CapturedRow): readonly string[] {
    return [...this.sinks].filter(([, sink]) => sink.rows.has(row)).map(([name]) => name)
  }

  private sinkNamed(name: string): RowSink {
    if (name === captureName(this.pipeline.table)) return this.capture
    const sink = new NotingSink()
    this.sinks.set(name, sink)
    return sink
  }
}

function captureColumns(pipeline: TablePipeline) {
  const branch = pipeline.splitter.branches.find(({ sink }) => sink === captureName(pipeline.table))
  if (branch === undefined) throw new Error(`nothing captures ${pipeline.table}`)
  return branch.loader.columns
}

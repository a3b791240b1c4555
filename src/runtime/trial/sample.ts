/** Single records through every stage: what each table made of a record, for people who write the table. */
import type { SourceConnector } from '../../connectors/ports.ts'
import type { RecordBatch } from '../../engine/batch.ts'
import { SourceEngine } from '../../engine/engine.ts'
import type { RowError, RowSink } from '../../engine/ports.ts'
import type { Model } from '../../model/model.ts'
import { buildPlan } from '../../plan/build.ts'
import { planFingerprint } from '../../plan/fingerprint.ts'
import type { Plan, SourceNode, TablePipeline } from '../../plan/plan.ts'
import { javaScriptHost } from '../javascript/host.ts'
import { CapturingSink, captureName, NotingSink, withCaptureSinks } from './capture.ts'
import { SampleTopic } from '../connect/sample-topic.ts'
import { connectSource } from '../connect/source.ts'
import { fromFile } from './from-file.ts'
import type { RoutedRow } from './test-bench.ts'

export interface SampledRecord {
  readonly source: string
  readonly batch: RecordBatch
  /** Of the tables whose FILTER kept it; none: it is unclaimed (or empty). */
  readonly tables: readonly SampledTable[]
}

export interface SampledTable {
  readonly pipeline: TablePipeline
  readonly rows: readonly RoutedRow[]
  /** Those that took a row of it. */
  readonly sinks: readonly string[]
  readonly error: RowError | null
  /** null: it was not. */
  readonly dropped: string | null
}

export interface SampleOptions {
  /** Records of each source. */
  readonly limit: number
  /** A file in place of every source; `-` is standard input. */
  readonly from: string | null
}

/** The sources of a project as `sample` runs them: with a sink for whole rows, and nothing that writes. */
export function samplePlan(model: Model): Plan {
  return buildPlan(withCaptureSinks({ ...model, sinks: model.sinks.filter((sink) => sink.from.kind === 'table') }))
}

/** The first records of one source. Commits nothing; raises ConnectorError. */
export async function* sampleSource(
  plan: Plan,
  source: SourceNode,
  options: SampleOptions,
): AsyncGenerator<SampledRecord> {
  const stop = new AbortController()
  const connector = connectForSample(source, options.from)
  const bench = new SampleBench(plan, source)
  let left = options.limit
  try {
    await connector.open()
    for await (const batch of connector.batches([], stop.signal)) {
      for (let record = 0; record < batch.count && left > 0; record++, left--) yield bench.run(batch, record)
      if (left === 0) break
    }
  } finally {
    stop.abort()
    await connector.close()
  }
}

const toEnd = { untilEnd: true, localFolder: null, workers: 1 }

/** A Kafka topic is read by a group of its own, so that a running job keeps its partitions. */
function connectForSample(source: SourceNode, from: string | null): SourceConnector {
  if (from !== null) return connectSource(fromFile(source, from), toEnd)
  return source.connector === 'file' ? connectSource(source, toEnd) : new SampleTopic(source)
}

class SampleBench {
  private readonly source: SourceNode
  private readonly engine: SourceEngine
  private readonly captures = new Map<string, CapturingSink>()
  private readonly sinks = new Map<string, NotingSink>()
  private readonly errors: RowError[] = []

  constructor(plan: Plan, source: SourceNode) {
    this.source = { ...source, errorLoaders: [], unclaimedLoaders: [] }
    for (const { table, splitter } of source.tables) {
      const capture = splitter.branches.find(({ sink }) => sink === captureName(table))
      if (capture !== undefined) this.captures.set(capture.sink, new CapturingSink(capture.loader.columns))
    }
    this.engine = new SourceEngine(this.source, (name) => this.sinkNamed(name), {
      onError: (error) => this.errors.push(error),
      planFingerprint: planFingerprint(plan),
      functions: javaScriptHost,
    })
  }

  run(batch: RecordBatch, record: number): SampledRecord {
    this.errors.length = 0
    for (const capture of this.captures.values()) capture.rows.length = 0
    for (const sink of this.sinks.values()) sink.clear()
    const before = new Map([...this.engine.counts.tables].map(([name, { dropped }]) => [name, new Map(dropped)]))
    const single = singleRecord(batch, record)
    this.engine.process(single)
    const tables = this.source.tables.map((pipeline) => this.sampled(pipeline, before.get(pipeline.table)))
    return { source: this.source.name, batch: single, tables: tables.filter(({ dropped }) => dropped !== 'filter') }
  }

  private sampled(pipeline: TablePipeline, before: ReadonlyMap<string, number> | undefined): SampledTable {
    const own = pipeline.splitter.branches.map(({ sink }) => sink)
    const sinks = own.filter((sink) => (this.sinks.get(sink)?.records.length ?? 0) > 0)
    const isUnrouted = own.length > 1 && sinks.length === 0
    const captured = this.captures.get(captureName(pipeline.table))?.rows ?? []
    const rows = captured.map((row) => ({
      ...row,
      sinks: sinks.filter((sink) => this.sinks.get(sink)?.rows.has(row.row)),
    }))
    const dropped = [...(this.engine.counts.tables.get(pipeline.table)?.dropped ?? [])].find(
      ([reason, count]) => count !== (before?.get(reason) ?? 0),
    )
    return {
      pipeline,
      rows,
      sinks,
      error: this.errors.find((error) => error.table === pipeline.table) ?? null,
      dropped: dropped?.[0] ?? (rows.length > 0 && isUnrouted ? 'unrouted' : null),
    }
  }

  private sinkNamed(name: string): RowSink {
    const capture = this.captures.get(name)
    if (capture !== undefined) return capture
    const sink = new NotingSink()
    this.sinks.set(name, sink)
    return sink
  }
}

/** One record of a batch as a batch; the bytes are shared. */
function singleRecord(batch: RecordBatch, record: number): RecordBatch {
  const oversize = batch.oversized.get(record)
  const original = batch.undecodable?.originals.get(record)
  return {
    ...batch,
    count: 1,
    starts: batch.starts.slice(record, record + 1),
    ends: batch.ends.slice(record, record + 1),
    offsets: batch.offsets.slice(record, record + 1),
    timestamps: batch.timestamps.slice(record, record + 1),
    lines: batch.lines?.slice(record, record + 1) ?? null,
    keys:
      batch.keys === null
        ? null
        : { starts: batch.keys.starts.slice(record, record + 1), ends: batch.keys.ends.slice(record, record + 1) },
    headers: batch.headers === null ? null : [batch.headers[record]],
    oversized: oversize === undefined ? new Map() : new Map([[0, oversize]]),
    undecodable:
      original === undefined || !batch.undecodable
        ? null
        : { ...batch.undecodable, originals: new Map([[0, original]]) },
  }
}

/**
 * What Prometheus reads (text format 0.0.4). Counters count since the process began, as Prometheus expects; the ledger since
 * the job's first start is `sluice status`. Labels hold names that the project declares and codes, never data.
 */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { planFingerprint } from '../../plan/fingerprint.ts'
import type { Plan } from '../../plan/plan.ts'
import type { CommitNote } from '../job/options.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { JobLook } from '../job/look.ts'

/** What is read when somebody asks, at one moment. */
interface Snapshot {
  readonly ledger: Ledger
  readonly look: JobLook
  /** Table -> its source. */
  readonly sourceOf: ReadonlyMap<string, string>
  readonly nowMs: number
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

interface Family {
  readonly kind: 'counter' | 'gauge'
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  readonly read: (snapshot: Snapshot) => Iterable<Sample>
}

const families: readonly Family[] = [
  {
    kind: 'counter',
    name: 'sluice_records_in_total',
    help: 'Records read from a source.',
    labels: ['source'],
    read: ({ ledger }) => [...ledger.sources].map(([source, counts]) => [{ source }, counts.in]),
  },
  {
    kind: 'counter',
    name: 'sluice_records_unclaimed_total',
    help: 'Records of a source that the FILTER of no table kept.',
    labels: ['source'],
    read: ({ ledger }) => [...ledger.sources].map(([source, counts]) => [{ source }, counts.unclaimed]),
  },
  {
    kind: 'counter',
    name: 'sluice_records_out_total',
    help: 'Records of which a table made rows that a sink took.',
    labels: ['source', 'table'],
    read: ({ ledger, sourceOf }) => [...ledger.tables].map(([table, { out }]) => [tableLabels(sourceOf, table), out]),
  },
  {
    kind: 'counter',
    name: 'sluice_records_dropped_total',
    help: 'Records that a table left out, by reason.',
    labels: ['source', 'table', 'reason'],
    read: ({ ledger, sourceOf }) => byKey(ledger, sourceOf, 'dropped', 'reason'),
  },
  {
    kind: 'counter',
    name: 'sluice_records_errors_total',
    help: 'Records that failed for a table, by error code.',
    labels: ['source', 'table', 'code'],
    read: ({ ledger, sourceOf }) => byKey(ledger, sourceOf, 'errored', 'code'),
  },
  {
    kind: 'counter',
    name: 'sluice_errors_unwritten_total',
    help: 'Errors that are counted and stand in no row of the error stream, as there were too many.',
    labels: ['source'],
    read: ({ ledger }) => [...ledger.sources].map(([source, counts]) => [{ source }, counts.errorsUnwritten]),
  },
  {
    kind: 'gauge',
    name: 'sluice_watermark_lag_seconds',
    help: 'How far the WATERMARK of a table is behind the clock.',
    labels: ['source', 'table'],
    read: ({ ledger, sourceOf, nowMs }) =>
      [...ledger.tables].flatMap(([table, { watermarkMicros }]): Sample[] => {
        if (watermarkMicros === null) return []
        return [[tableLabels(sourceOf, table), nowMs / 1000 - watermarkMicros / 1e6]]
      }),
  },
  {
    kind: 'counter',
    name: 'sluice_rows_total',
    help: 'Rows that a sink took.',
    labels: ['sink'],
    read: ({ ledger }) => [...ledger.sinks].map(([sink, { rows }]) => [{ sink }, rows]),
  },
  {
    kind: 'counter',
    name: 'sluice_files_total',
    help: 'Files that a sink finished.',
    labels: ['sink'],
    read: ({ ledger }) => [...ledger.sinks].map(([sink, { files }]) => [{ sink }, files]),
  },
  {
    kind: 'counter',
    name: 'sluice_bytes_total',
    help: 'Bytes that a sink wrote: of finished files, or of messages.',
    labels: ['sink'],
    read: ({ ledger }) => [...ledger.sinks].map(([sink, { bytes }]) => [{ sink }, bytes]),
  },
  {
    kind: 'counter',
    name: 'sluice_partitions_closed_total',
    help: 'Hive partitions of a sink that this process found complete.',
    labels: ['sink'],
    read: ({ look }) => [...look.closed].map(([sink, count]) => [{ sink }, count]),
  },
  {
    kind: 'counter',
    name: 'sluice_rows_late_total',
    help: 'Rows that were written into Hive partitions of a sink which were complete already.',
    labels: ['sink'],
    read: ({ look }) => [...look.late].map(([sink, rows]) => [{ sink }, rows]),
  },
  {
    kind: 'gauge',
    name: 'sluice_kafka_consumer_lag',
    help: 'Records between where a Kafka source reads and the end of the partition, as of its last fetch.',
    labels: ['source', 'topic', 'partition'],
    read: ({ look }) =>
      look.lag.map(({ source, topic, partition, records }): Sample => {
        return [{ source, topic, partition: String(partition) }, records]
      }),
  },
  {
    kind: 'gauge',
    name: 'sluice_source_remaining_bytes',
    help: 'Bytes of the files of a source that are still to be read.',
    labels: ['source'],
    read: ({ look }) =>
      look.sources.flatMap(({ name, remaining: { bytes } }): Sample[] =>
        bytes === undefined ? [] : [[{ source: name }, bytes]],
      ),
  },
  {
    kind: 'gauge',
    name: 'sluice_last_epoch',
    help: 'Number of the last epoch that was committed, since the first start of the job, the highest of all its shards here; 0: none yet.',
    labels: [],
    read: ({ look }) => [[{}, look.lastEpoch]],
  },
]

function tableLabels(sourceOf: ReadonlyMap<string, string>, table: string): Readonly<Record<string, string>> {
  return { source: sourceOf.get(table) ?? '', table }
}

function byKey(
  { tables }: Ledger,
  sourceOf: ReadonlyMap<string, string>,
  counts: 'dropped' | 'errored',
  label: 'reason' | 'code',
): readonly Sample[] {
  return [...tables].flatMap(([table, totals]) =>
    [...totals[counts]].map(([key, count]): Sample => [{ ...tableLabels(sourceOf, table), [label]: key }, count]),
  )
}

/** Epochs last from a moment to an hour. */
const epochBucketsSeconds = [0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 90, 120, 300, 600, 1800, 3600]
const commitBucketsSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

export interface Build {
  readonly version: string
  readonly plan: Plan
}

export class Metrics {
  readonly contentType: string
  private readonly registry = new Registry()
  /** Table -> its source. */
  private readonly sourceOf: ReadonlyMap<string, string>
  private readonly sampled: readonly (readonly [Family, Counter | Gauge])[]
  private readonly ready: Gauge
  private readonly epochSeconds: Histogram
  private readonly commitSeconds: Histogram
  private readonly lastCommit: Gauge

  constructor({ version, plan }: Build) {
    const registers = [this.registry]
    this.contentType = this.registry.contentType
    this.sourceOf = new Map(plan.sources.flatMap(({ name, tables }) => tables.map(({ table }) => [table, name])))
    collectDefaultMetrics({ register: this.registry })
    new Gauge({
      name: 'sluice_build_info',
      help: 'Always 1: what is running.',
      labelNames: ['version', 'node', 'plan'],
      registers,
    }).set({ version, node: process.versions.node, plan: planFingerprint(plan).slice(0, 12) }, 1)
    this.ready = new Gauge({ name: 'sluice_ready', help: '1 while /readyz answers 200.', registers })
    this.sampled = families.map((family) => [family, this.register(family)])
    this.epochSeconds = new Histogram({
      name: 'sluice_epoch_duration_seconds',
      help: 'From the first record of an epoch until it was committed.',
      buckets: epochBucketsSeconds,
      registers,
    })
    this.commitSeconds = new Histogram({
      name: 'sluice_commit_duration_seconds',
      help: 'How long the commit of an epoch took: closing, syncing and publishing its files, flushing its messages.',
      buckets: commitBucketsSeconds,
      registers,
    })
    this.lastCommit = new Gauge({
      name: 'sluice_last_commit_timestamp_seconds',
      help: 'When this process last committed an epoch, seconds since 1970; 0: not yet.',
      registers,
    })
  }

  onCommit({ openMs, commitMs }: CommitNote): void {
    this.epochSeconds.observe(openMs / 1000)
    this.commitSeconds.observe(commitMs / 1000)
    this.lastCommit.setToCurrentTime()
  }

  /** `look` is null until the job is open: then only the process is described. */
  async text(look: JobLook | null, isReady: boolean): Promise<string> {
    this.ready.set(isReady ? 1 : 0)
    if (look !== null) this.sample({ ledger: look.counted, look, sourceOf: this.sourceOf, nowMs: Date.now() })
    return this.registry.metrics()
  }

  private sample(snapshot: Snapshot): void {
    for (const [family, metric] of this.sampled) {
      metric.reset()
      for (const [labels, value] of family.read(snapshot)) metric.inc(labels, value)
    }
  }

  private register({ kind, name, help, labels }: Family): Counter | Gauge {
    const configuration = { name, help, labelNames: [...labels], registers: [this.registry] }
    return kind === 'counter' ? new Counter(configuration) : new Gauge(configuration)
  }
}

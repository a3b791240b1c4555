/**
 * Closes partitions while the job runs: after each commit, and now and then where nothing comes. Event time is that of the
 * slowest shard of the whole job, whichever process has it, as its last published manifest says.
 */
import type { Plan } from '../../plan/plan.ts'
import { unfinished } from '../compact/compact-partition.ts'
import { Chain } from '../protocol/chain.ts'
import type { Layout } from '../protocol/layout.ts'
import type { Manifest } from '../protocol/manifest.ts'
import type { DurableFiles } from '../state/durable-files.ts'
import type { JobIdentity } from '../state/job-identity.ts'
import type { StateFolder } from '../state/state-folder.ts'
import { PartitionCloser } from './closer.ts'
import type { OpenPartition } from './closer.ts'
import { closingRules } from './rules.ts'

export interface ClosingParts {
  readonly plan: Plan
  readonly state: StateFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
  readonly layout: Layout
  readonly wallMs: () => number
  /** Both must not throw. */
  readonly onClosed: (partition: OpenPartition) => void
  /** What could not be done now and is tried again. */
  readonly onWarning: (message: string) => void
}

/** Shards that commit nothing are asked so often. */
const tickMs = 10_000

export class PartitionClosing {
  /** By sink: how many partitions this process has closed, and how many rows came after theirs was. */
  readonly closed = new Map<string, number>()
  readonly late = new Map<string, number>()
  private readonly parts: ClosingParts
  private readonly closer: PartitionCloser
  private readonly idleMsOf: ReadonlyMap<string, number | null>
  /** By shard and table: how far event time has come, and when that was first seen. */
  private readonly seen = new Map<string, { readonly micros: number | null; readonly atMs: number }>()
  private timer: NodeJS.Timeout | null = null
  /** One thing after the other. */
  private under: Promise<void> = Promise.resolve()

  private constructor(parts: ClosingParts, closer: PartitionCloser, idleMsOf: ReadonlyMap<string, number | null>) {
    this.parts = parts
    this.closer = closer
    this.idleMsOf = idleMsOf
  }

  /** null: no sink of the plan closes its partitions. Raises ConnectorError where an option is wrong. */
  static async start(parts: ClosingParts): Promise<PartitionClosing | null> {
    const { rules, idleMsOf } = closingRules(parts.plan)
    if (rules.length === 0) return null
    const isCompacting = async (partition: OpenPartition): Promise<boolean> =>
      (await unfinished(parts, partition)) !== null
    const closer = new PartitionCloser(rules, parts.files, isCompacting)
    await closer.start(parts.wallMs())
    const closing = new PartitionClosing(parts, closer, idleMsOf)
    closing.timer = setInterval(() => void closing.inTurn(async () => closing.close()), tickMs)
    closing.timer.unref()
    return closing
  }

  /** The files of this epoch have their final names. Never rejects. */
  async committed({ files }: Manifest): Promise<void> {
    await this.inTurn(async () => {
      const late = await this.closer.published(files, this.parts.wallMs())
      for (const [sink, rows] of late) {
        this.late.set(sink, (this.late.get(sink) ?? 0) + rows)
        this.parts.onWarning(`sink ${sink}: ${rows} rows came after their partitions were complete`)
      }
      await this.close()
    })
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer)
    await this.under
  }

  private async close(): Promise<void> {
    const heads = await this.heads()
    const nowMs = this.parts.wallMs()
    const closed = await this.closer.close((table) => this.watermarkOf(table, heads, nowMs), nowMs)
    for (const partition of closed) {
      this.closed.set(partition.sink, (this.closed.get(partition.sink) ?? 0) + 1)
      this.parts.onClosed(partition)
    }
  }

  /** The least of all shards, in microseconds; null: one of them has none, and is not idle for long enough. */
  private watermarkOf(table: string, heads: readonly (Manifest | null)[], nowMs: number): number | null {
    const idleMs = this.idleMsOf.get(table) ?? null
    let least = Infinity
    for (const [shard, head] of heads.entries()) {
      const micros = head?.totals.tables[table]?.watermarkMicros ?? null
      const key = JSON.stringify([shard, table])
      const before = this.seen.get(key)
      const seen = before?.micros === micros ? before : { micros, atMs: nowMs }
      this.seen.set(key, seen)
      if (idleMs !== null && nowMs - seen.atMs >= idleMs) continue
      if (micros === null) return null
      least = Math.min(least, micros)
    }
    return least === Infinity ? this.latest(table, heads) : least
  }

  /** Where all shards are idle, the furthest counts. */
  private latest(table: string, heads: readonly (Manifest | null)[]): number | null {
    const known = heads.flatMap((head) => head?.totals.tables[table]?.watermarkMicros ?? [])
    return known.length === 0 ? null : Math.max(...known)
  }

  private async heads(): Promise<readonly (Manifest | null)[]> {
    const { state, job, files, layout } = this.parts
    const shards = Array.from({ length: layout.shards }, (_, shard) => state.shard(layout.number, shard))
    const heads = await Promise.all(shards.map(async (folder) => new Chain(folder, job, files).head()))
    return heads.map((head) => head?.manifest ?? null)
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    this.under = this.under.then(work).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      this.parts.onWarning(`partitions cannot be closed now: ${message}`)
    })
    return this.under
  }
}

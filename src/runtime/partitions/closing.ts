/**
 * Closes partitions while the job runs: after each commit, and now and then where nothing comes. Event time is that of the
 * slowest shard of the whole job, whichever process has it. What this process commits it knows; what others did is read now and
 * then, and only while a partition is open.
 */
import { randomBytes } from 'node:crypto'
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
import type { ClosingRules } from './rules.ts'
import { Watermarks } from './watermarks.ts'

export interface ClosingParts {
  readonly state: StateFolder
  readonly job: JobIdentity
  readonly files: DurableFiles
  readonly layout: Pick<Layout, 'number' | 'shards'>
  /** Random 128 bits as hex. */
  readonly newAttempt: () => string
  readonly wallMs: () => number
  /** Both must not throw. */
  readonly onClosed: (partition: OpenPartition) => void
  /** What could not be done now and is tried again. */
  readonly onWarning: (message: string) => void
}

/** Shards of others are asked so often. */
const tickMs = 10_000

export class PartitionClosing {
  /** By sink: how many partitions this process has closed, and how many rows came after theirs was. */
  readonly closed: Map<string, number>
  readonly late: Map<string, number>
  private readonly parts: ClosingParts
  private readonly closer: PartitionCloser
  private readonly watermarks: Watermarks
  private timer: NodeJS.Timeout | null = null
  /** One thing after the other. */
  private under: Promise<void> = Promise.resolve()

  constructor(parts: ClosingParts, { rules, idleMsOf }: ClosingRules) {
    this.parts = parts
    // A counter that begins with its first event hides that event from `rate`.
    this.closed = new Map(rules.map(({ sink }) => [sink, 0]))
    this.late = new Map(this.closed)
    this.watermarks = new Watermarks(parts.layout.shards, idleMsOf)
    this.closer = new PartitionCloser(rules, {
      files: parts.files,
      newAttempt: parts.newAttempt,
      isCompacting: async (partition) => (await unfinished(parts, partition)) !== null,
    })
  }

  /** null: no sink of the plan closes its partitions. Raises ConnectorError where an option is wrong. */
  static async start(plan: Plan, parts: Omit<ClosingParts, 'newAttempt'>): Promise<PartitionClosing | null> {
    const rules = closingRules(plan)
    if (rules.rules.length === 0) return null
    const newAttempt = (): string => randomBytes(16).toString('hex')
    const closing = new PartitionClosing({ ...parts, newAttempt }, rules)
    await closing.begin()
    closing.timer = setInterval(() => void closing.look(), tickMs)
    closing.timer.unref()
    return closing
  }

  /** Finds the partitions that earlier processes left open. */
  async begin(): Promise<void> {
    await this.closer.start(this.parts.wallMs())
  }

  /** The files of this epoch have their final names. Never rejects. */
  async committed(manifest: Manifest): Promise<void> {
    this.watermarks.published(manifest)
    await this.inTurn(async () => {
      const late = await this.closer.published(manifest.files, this.parts.wallMs())
      for (const [sink, rows] of late) {
        this.late.set(sink, (this.late.get(sink) ?? 0) + rows)
        this.parts.onWarning(`sink ${sink}: ${rows} rows came after their partitions were complete`)
      }
      await this.close()
    })
  }

  /** Closes what is over by what all shards have published. Never rejects. */
  async look(): Promise<void> {
    await this.inTurn(async () => {
      if (this.closer.oldestOpen() === null) return
      await this.readHeads()
      await this.close()
    })
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer)
    await this.look()
  }

  private async close(): Promise<void> {
    const nowMs = this.parts.wallMs()
    const closed = await this.closer.close((table) => this.watermarks.of(table, nowMs), nowMs)
    for (const partition of closed) {
      this.closed.set(partition.sink, (this.closed.get(partition.sink) ?? 0) + 1)
      this.parts.onClosed(partition)
    }
  }

  private async readHeads(): Promise<void> {
    const { state, job, files, layout } = this.parts
    for (let shard = 0; shard < layout.shards; shard++) {
      const head = await new Chain(state.shard(layout.number, shard), job, files).publishedHead()
      if (head !== null) this.watermarks.published(head)
    }
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    this.under = this.under.then(work).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      this.parts.onWarning(`partitions cannot be closed now: ${message}`)
    })
    return this.under
  }
}

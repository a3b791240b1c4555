/**
 * One shard while this process has it: its sinks, its counts and its open epoch. Epochs of different shards are independent of
 * each other; what is not committed when something breaks is forgotten here, and read again.
 */
import type { EpochId, SinkConnector, SinkTotals, SourcePositions } from '../../connectors/ports.ts'
import type { SourceCounts } from '../../engine/accounts.ts'
import type { RecordBatch } from '../../engine/batch.ts'
import type { Plan } from '../../plan/plan.ts'
import { eachTogether } from '../each-together.ts'
import { endEpochs, manifestFiles } from './end-epoch.ts'
import { EpochMeter, shortened } from './epoch.ts'
import type { Clock, EpochLimits } from './epoch.ts'
import {
  addLedgers,
  emptyLedger,
  eventDaysKept,
  pruneDays,
  sourceCounts,
  subtractLedgers,
  tableTotals,
} from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { checkLedger } from '../ledger/check.ts'
import { ledgerFromJson, ledgerToJson } from '../ledger/json.ts'
import type { ShardLook } from '../job/look.ts'
import type { Manifest } from '../protocol/manifest.ts'
import type { Recovered, Shard } from '../protocol/shard.ts'

export interface ShardRunParts {
  readonly number: number
  readonly shard: Shard
  readonly plan: Plan
  /** By name. */
  readonly sinks: ReadonlyMap<string, SinkConnector>
  /** By source; all zero. */
  readonly newCounts: () => ReadonlyMap<string, SourceCounts>
  readonly limits: EpochLimits
  /** A shard without input commits so often all the same; Infinity: never. */
  readonly idleCommitMs: number
  readonly clock: Clock
}

/** Of one epoch, once it is committed. */
export interface EpochCommit {
  readonly manifest: Manifest
  /** From its first batch until it was committed. */
  readonly openMs: number
  /** How much of it the commit took. */
  readonly commitMs: number
}

export class ShardRun {
  readonly number: number
  readonly sinks: ReadonlyMap<string, SinkConnector>
  /** Another process has the shard now, or the job ends: what is under way is the last. */
  isGone = false
  isCommitting = false
  /** Epochs that failed in a row. */
  failures = 0
  /** The epoch that this process, or the one before, had decided when it took the shard over; 0: none; null: not known yet. */
  private resumedEpoch: number | null = null
  /** The last one decided and published; 0: none. */
  private lastEpoch = 0
  private readonly parts: ShardRunParts
  private isOpen = false
  private isUp = false
  private meter: EpochMeter
  private open: ReadonlyMap<string, SourceCounts>
  private sinksBefore: ReadonlyMap<string, SinkTotals>
  private recovered: SourcePositions = {}
  /** Since the first start of the job, decided. */
  private decided: Ledger = emptyLedger
  /** When this process first had the shard. */
  private before: Ledger | null = null
  private under: Promise<unknown> = Promise.resolve()

  constructor(parts: ShardRunParts) {
    this.parts = parts
    this.number = parts.number
    this.sinks = parts.sinks
    this.meter = new EpochMeter(parts.limits, parts.clock)
    this.open = parts.newCounts()
    this.sinksBefore = this.sinkTotals()
  }

  /** Whether records may be processed. */
  get isRunning(): boolean {
    return this.isUp && !this.isGone
  }

  get hasWork(): boolean {
    return !this.meter.isEmpty
  }

  /** Of the open epoch, by source. */
  get counts(): ReadonlyMap<string, SourceCounts> {
    return this.open
  }

  get openEpoch(): EpochId {
    return this.parts.shard.openEpoch
  }

  /** Until the epoch has to be committed; Infinity: not before something comes. */
  get dueInMs(): number {
    if (!this.isRunning) return Infinity
    if (this.hasWork) return this.meter.isDue ? 0 : this.meter.dueInMs
    return this.parts.idleCommitMs - this.parts.shard.idleMs
  }

  look(): ShardLook {
    const state = this.isUp || this.isCommitting ? 'running' : 'recovering'
    const { number, lastEpoch: epoch, resumedEpoch, decided: totals } = this
    return { number, state, epoch, resumedEpoch, totals }
  }

  /** Of this process, committed or not. Once the shard is gone, what was not is its next owner's, who reads it again. */
  counted(): Ledger {
    const committed = subtractLedgers(this.decided, this.before ?? this.decided)
    return this.isGone ? committed : addLedgers(committed, this.openLedger())
  }

  /** Something broke: nothing more is processed or committed before it has recovered. */
  fail(): void {
    this.isUp = false
    this.failures++
  }

  /** At the first start, and after anything that broke. Errors as those of the protocol's `recover`, or of opening a sink. */
  async recover(): Promise<Recovered> {
    this.isUp = false
    if (this.isOpen) await Promise.allSettled([...this.sinks.values()].map((sink) => sink.abort()))
    const recovered = await this.parts.shard.recover()
    if (!this.isOpen) await eachTogether([...this.sinks.values()], (sink) => sink.open())
    this.isOpen = true
    this.recovered = recovered.positions
    this.resumedEpoch = recovered.resumedEpoch
    this.decided = ledgerFromJson(recovered.totals)
    this.before ??= this.decided
    this.begin()
    this.isUp = true
    return recovered
  }

  add(batch: RecordBatch): void {
    this.meter.add(batch)
  }

  /** Resolves when what these sinks hold is within bounds again. */
  async drain(sinks: readonly string[]): Promise<void> {
    await this.during(settled(sinks.map(async (name) => this.sinks.get(name)?.drain())))
  }

  /** `positions`: of all sources that this process reads. After an error: `recover`. */
  async commit(positions: SourcePositions): Promise<EpochCommit> {
    this.isCommitting = true
    return this.during(this.commitOpen(positions)).finally(() => (this.isCommitting = false))
  }

  /** Nothing of this shard is done after `promise`, before it has ended. */
  async during<T>(promise: Promise<T>): Promise<T> {
    this.under = Promise.allSettled([this.under, promise])
    return promise
  }

  /** Stops without commit, when what is under way has ended. Never rejects. */
  async abandon(): Promise<void> {
    this.isGone = true
    await this.under
    const sinks = [...this.sinks.values()]
    if (this.isOpen) await Promise.allSettled(sinks.map((sink) => sink.abort()))
    await this.parts.shard.abandon().catch(() => {})
    if (this.isOpen) await Promise.allSettled(sinks.map((sink) => sink.close()))
    this.isOpen = false
  }

  private async commitOpen(positions: SourcePositions): Promise<EpochCommit> {
    const { shard, plan, clock } = this.parts
    const startedMs = clock()
    this.isUp = false
    const staged = await endEpochs(this.sinks)
    const counts = this.openLedger()
    checkLedger(plan, counts, staged)
    const totals = pruneDays(addLedgers(this.decided, counts), eventDaysKept)
    const { manifest } = await shard.commit({
      // Sources that the plan does not have at present keep their place.
      positions: { ...this.recovered, ...positions },
      files: manifestFiles(staged),
      counts: ledgerToJson(counts),
      totals: ledgerToJson(totals),
    })
    const commit = { manifest, openMs: this.meter.openMs, commitMs: clock() - startedMs }
    if (this.hasWork) this.failures = 0
    this.decided = totals
    this.begin()
    this.isUp = true
    return commit
  }

  private begin(): void {
    this.lastEpoch = this.parts.shard.head?.manifest.epoch ?? 0
    this.open = this.parts.newCounts()
    this.sinksBefore = this.sinkTotals()
    this.meter = new EpochMeter(shortened(this.parts.limits, this.failures), this.parts.clock)
    for (const sink of this.sinks.values()) sink.beginEpoch(this.openEpoch)
  }

  private openLedger(): Ledger {
    const now: Ledger = { ...emptyLedger, sinks: this.sinkTotals() }
    const { sinks } = subtractLedgers(now, { ...emptyLedger, sinks: this.sinksBefore })
    return {
      sources: new Map([...this.open].map(([name, counts]) => [name, sourceCounts(counts)])),
      tables: new Map(
        [...this.open.values()].flatMap(({ tables }) =>
          [...tables].map(([name, counts]) => [name, tableTotals(counts)] as const),
        ),
      ),
      sinks,
    }
  }

  private sinkTotals(): ReadonlyMap<string, SinkTotals> {
    return new Map([...this.sinks].map(([name, { totals }]) => [name, { ...totals }]))
  }
}

/** Like Promise.all, but rejects only when all have ended: nothing goes on behind the caller's back. */
async function settled(promises: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/**
 * Runs one plan: batches of all sources through their engines into the sinks, cut into epochs, each committed whole. One
 * batch at a time, so that an epoch ends between two batches and nothing is half done when it does.
 */
import type { SinkConnector, SourceConnector, StagedFile } from '../connectors/ports.ts'
import type { RecordBatch } from '../engine/batch.ts'
import type { SourceEngine } from '../engine/engine.ts'
import type { Plan } from '../plan/plan.ts'
import { Arrivals } from './arrivals.ts'
import { endEpochs, manifestFiles } from './end-epoch.ts'
import { EpochMeter, epochLimits } from './epoch.ts'
import type { Clock } from './epoch.ts'
import {
  addLedgers,
  emptyLedger,
  eventDaysKept,
  pruneDays,
  sourceCounts,
  subtractLedgers,
  tableTotals,
} from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { checkLedger } from './ledger-check.ts'
import { ledgerFromJson, ledgerToJson } from './ledger-json.ts'
import { Positions } from './positions.ts'
import type { Manifest } from './protocol/manifest.ts'
import type { EpochContent, Recovered, Shard } from './protocol/shard.ts'

/** So long records wait for more of them where no batch comes. */
const lingerMs = 50

/** A source with what runs it. */
export interface JobInput {
  readonly name: string
  readonly connector: SourceConnector
  readonly engine: SourceEngine
  /** The sinks that its tables, errors and unclaimed records go to. */
  readonly sinks: readonly SinkConnector[]
}

export interface JobParts {
  readonly plan: Plan
  readonly inputs: readonly JobInput[]
  /** By name; those of all inputs. */
  readonly sinks: ReadonlyMap<string, SinkConnector>
  readonly shard: Shard
  readonly recovered: Recovered
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

export class Job {
  /** Told of every epoch that this process commits. Must not throw. */
  onCommit: (commit: EpochCommit) => void = () => {}
  private readonly parts: JobParts
  private readonly arrivals = new Arrivals<JobInput>()
  private readonly iterators = new Map<JobInput, AsyncIterator<RecordBatch>>()
  private readonly positions: Positions
  private readonly meter: EpochMeter
  /** Totals of the epochs before this process. */
  private readonly before: Ledger
  /** Of this process, at the last commit. */
  private committed: Ledger = emptyLedger

  constructor(parts: JobParts) {
    this.parts = parts
    this.before = ledgerFromJson(parts.recovered.totals)
    this.positions = new Positions(parts.recovered.positions)
    this.meter = new EpochMeter(epochLimits(parts.plan), parts.clock)
  }

  /** Until all sources end, or `signal` aborts: then the open epoch is committed. Rejects with what broke; then it is not. */
  async run(signal: AbortSignal): Promise<void> {
    this.beginEpoch()
    try {
      await this.start(signal)
      await this.pump()
      await this.commit()
    } catch (error) {
      await Promise.allSettled([...this.parts.sinks.values()].map((sink) => sink.abort()))
      throw error
    }
  }

  /** Whether an earlier process began it. */
  get isResumed(): boolean {
    return this.parts.recovered.resumedEpoch > 0
  }

  /** The last decided epoch; 0: none. */
  get lastEpoch(): number {
    return this.parts.shard.head?.manifest.epoch ?? 0
  }

  /** Since the job's first start. */
  get totals(): Ledger {
    return addLedgers(this.before, this.counted())
  }

  /** Of this process, committed or not. */
  counted(): Ledger {
    const { inputs, sinks } = this.parts
    return {
      sources: new Map(inputs.map(({ name, engine }) => [name, sourceCounts(engine.counts)])),
      tables: new Map(
        inputs.flatMap(({ engine }) => [...engine.counts.tables].map(([name, counts]) => [name, tableTotals(counts)])),
      ),
      sinks: new Map([...sinks].map(([name, { totals }]) => [name, { ...totals }])),
    }
  }

  private async start(signal: AbortSignal): Promise<void> {
    for (const input of this.parts.inputs) {
      const own = await input.connector.committed()
      if (own !== null) this.positions.replace(input.name, own)
      const iterator = input.connector.batches(this.positions.of(input.name), signal)[Symbol.asyncIterator]()
      this.iterators.set(input, iterator)
      this.arrivals.request(input, iterator)
    }
  }

  private async pump(): Promise<void> {
    let open = this.parts.inputs.length
    while (open > 0) {
      const isHolding = this.parts.inputs.some(({ engine }) => engine.isHolding)
      const arrival = await this.arrivals.take(Math.min(this.meter.dueInMs, isHolding ? lingerMs : Infinity))
      if (arrival === null) await this.processHeld()
      if (arrival?.kind === 'failure') throw arrival.error
      if (arrival?.kind === 'end') open--
      if (arrival?.kind === 'batch') await this.process(arrival.input, arrival.batch)
      if (this.meter.isDue) await this.commit()
      if (arrival?.kind === 'batch') this.arrivals.request(arrival.input, this.iterators.get(arrival.input)!)
    }
  }

  private async process(input: JobInput, batch: RecordBatch): Promise<void> {
    input.engine.process(batch)
    this.positions.advance(input.name, batch.next)
    this.meter.add(batch)
    await Promise.all(input.sinks.map((sink) => sink.drain()))
  }

  /** What engines held back for larger batches. */
  private async processHeld(): Promise<void> {
    for (const { engine, sinks } of this.parts.inputs) {
      if (!engine.isHolding) continue
      engine.flush()
      await Promise.all(sinks.map((sink) => sink.drain()))
    }
  }

  private async commit(): Promise<void> {
    if (this.meter.isEmpty) return
    const { shard, sinks, inputs, clock } = this.parts
    const startedMs = clock()
    await this.processHeld()
    const { manifest } = await shard.commit(this.seal(await endEpochs(sinks)))
    for (const input of inputs) await input.connector.commit(this.positions.of(input.name))
    this.committed = this.counted()
    this.onCommit({ manifest, openMs: this.meter.openMs, commitMs: clock() - startedMs })
    this.meter.restart()
    this.beginEpoch()
  }

  private seal(staged: ReadonlyMap<string, readonly StagedFile[]>): EpochContent {
    const counts = subtractLedgers(this.counted(), this.committed)
    checkLedger(this.parts.plan, counts, staged)
    return {
      positions: this.positions.all(),
      files: manifestFiles(staged),
      counts: ledgerToJson(counts),
      totals: ledgerToJson(pruneDays(this.totals, eventDaysKept)),
    }
  }

  private beginEpoch(): void {
    for (const sink of this.parts.sinks.values()) sink.beginEpoch(this.parts.shard.openEpoch)
  }
}

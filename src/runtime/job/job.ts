/**
 * Runs one plan: what is delivered of each shard goes through the engines into that shard's sinks, cut into epochs, each
 * committed whole. One delivery at a time, so that an epoch ends between two and nothing is half done when it does. Shards
 * come and go while it runs; each recovers by itself, and what breaks in one is forgotten and read again.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { Fenced } from '../../connectors/kafka/transactions/ports.ts'
import { ConnectorError } from '../../connectors/ports.ts'
import type { Delivery, ShardOwner, ShardReader, SourcePositions } from '../../connectors/ports.ts'
import { Arrivals } from './arrivals.ts'
import type { CommitNote, JobListeners } from './options.ts'
import { addLedgers, emptyLedger, sum } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { Processing } from './processing.ts'
import type { ProcessingParts } from './processing.ts'
import { joinShards } from './look.ts'
import type { ShardLook } from './look.ts'
import type { Manifest } from '../protocol/manifest.ts'
import { ShardLost } from '../protocol/steps.ts'
import type { EpochCommit, ShardRun } from '../shards/shard-run.ts'
import { StateError } from '../state/state-folder.ts'
import { withDeadline } from '../with-deadline.ts'

export interface JobParts extends Pick<ProcessingParts, 'inputs' | 'switches'> {
  /** The first one says which shards are this process's. */
  readonly readers: readonly ShardReader[]
  /** A shard that was gained. */
  readonly newRun: (shard: number) => ShardRun
  /** An epoch's files have their final names. Must not reject. */
  readonly afterCommit: (manifest: Manifest) => Promise<void>
  /** Whether a shard in which something broke may go on from its last commit. */
  readonly mayRetry: boolean
  /** Told again and again how far the job is; true ends it. What it has not committed is read again at the next start. */
  readonly mayEnd: (progress: Progress) => boolean
}

/** `idle`: it was given no shards, or has lost them all; `done`: all of the input of those that it has is read and committed. */
export type Progress = 'busy' | 'idle' | 'done'

/** After so many epochs of a shard that failed in a row the job ends. */
const failuresMax = 5
const backoffMs = 500
/** Where a broker may not answer, a job that is told to stop has so long for what is under way and its last commits. */
const lastCommitMs = 7_000
/** What does not end by itself when the job does is left behind. */
const farewellMs = 2_000

const nobody: JobListeners = { onCommit: () => {}, onShard: () => {}, onRetry: () => {}, onUncommitted: () => {} }

export class Job {
  private readonly parts: JobParts
  private listeners: JobListeners = nobody
  private readonly arrivals = new Arrivals<ShardReader, Delivery>()
  private readonly runs = new Map<number, ShardRun>()
  /** Those that were lost, until they have ended. */
  private readonly ending = new Map<number, Promise<void>>()
  /** Of the shards that this process had. */
  private readonly past = { counted: emptyLedger, shards: new Map<number, ShardLook>() }
  private readonly processing: Processing
  /** Why the last commit of a job that ends has failed. */
  private readonly unsaved = new Map<ShardRun, string>()
  private failure: { readonly error: unknown } | null = null
  private isAssigned = false
  private hasBegun = false
  private stop = new AbortController()

  constructor(parts: JobParts) {
    this.parts = parts
    const { inputs, switches } = parts
    this.processing = new Processing({ inputs, switches, onFailure: (run, error) => this.retry(run, error) })
  }

  /** Until all sources end, or `signal` aborts: then the open epochs are committed. Rejects with what broke; then they are not. */
  async run(signal: AbortSignal, listeners: JobListeners): Promise<void> {
    this.listeners = listeners
    const wake = (): void => this.arrivals.wake()
    signal.addEventListener('abort', wake, { once: true })
    try {
      await this.untilStopped(signal, this.work(signal))
      if (signal.aborted) this.tellUncommitted()
    } finally {
      signal.removeEventListener('abort', wake)
      await this.end()
    }
  }

  /** Since it began, committed or not. */
  counted(): Ledger {
    return [this.past.counted, ...[...this.runs.values()].map((run) => run.counted())].reduce(addLedgers, emptyLedger)
  }

  /** The shards that it has or had. */
  shards(): readonly ShardLook[] {
    return joinShards([...this.past.shards.values(), ...[...this.runs.values()].map((run) => run.look())])
  }

  /** Ends it with this error, and without a commit. */
  fail(error: unknown): void {
    this.failure ??= { error }
    this.arrivals.wake()
  }

  /** Has it say anew how far it is. */
  wake(): void {
    this.arrivals.wake()
  }

  private async work(signal: AbortSignal): Promise<void> {
    await this.start()
    await this.pump(signal)
  }

  /** From the signal on, what waits for a broker that is away is waited for no longer than that. */
  private async untilStopped(signal: AbortSignal, work: Promise<void>): Promise<void> {
    if (!this.parts.mayRetry) return work
    const stopped = Promise.withResolvers<void>()
    const onAbort = (): void => stopped.resolve()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      if (!signal.aborted) await Promise.race([work, stopped.promise])
      await withDeadline(lastCommitMs, work)
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  private async start(): Promise<void> {
    const { readers } = this.parts
    const onProgress = (): void => this.arrivals.wake()
    const others: ShardOwner = { onProgress, onAssigned: () => {} }
    const owner: ShardOwner = { onProgress, onAssigned: (change) => this.onAssigned(change) }
    for (const reader of readers.slice(1)) await reader.start(others)
    await readers[0].start(owner)
    for (const reader of readers) this.request(reader)
  }

  private request(reader: ShardReader): void {
    this.arrivals.request(reader, async () => reader.next())
  }

  private async pump(signal: AbortSignal): Promise<void> {
    for (;;) {
      const arrival = await this.arrivals.take(this.dueInMs())
      await this.processing.processLongHeld(arrival !== null, () => this.isBehind())
      if (this.failure !== null) throw this.failure.error
      if (arrival?.kind === 'failure') throw arrival.error
      if (signal.aborted) return this.commitLast()
      if (arrival?.kind === 'item') await this.process(arrival.item)
      await this.commit(this.running().filter(({ dueInMs }) => dueInMs <= 0))
      if (arrival?.kind === 'item') this.request(arrival.input)
      if (await this.isDone()) return
    }
  }

  private running(): readonly ShardRun[] {
    return [...this.runs.values()].filter(({ isRunning }) => isRunning)
  }

  private dueInMs(): number {
    return Math.min(this.processing.dueInMs, ...this.running().map(({ dueInMs }) => dueInMs))
  }

  /** Whether the input is known to have more records. */
  private isBehind(): boolean {
    return this.parts.readers.some((reader) => reader.lag().some(({ records }) => records > 0))
  }

  /** Commits what is left once all input is read. */
  private async isDone(): Promise<boolean> {
    if (this.isAtEnd()) await this.commit(this.running().filter(({ hasWork }) => hasWork))
    return this.parts.mayEnd(this.progress())
  }

  private progress(): Progress {
    if (this.isAtEnd()) return 'done'
    // Before it is told which shards are its own they may be on their way from somebody who has not read all of them.
    return this.isAssigned && this.runs.size === 0 ? 'idle' : 'busy'
  }

  private isAtEnd(): boolean {
    const { readers } = this.parts
    return readers.every((reader) => reader.isAtEnd()) && [...this.runs.values()].every(({ isRunning }) => isRunning)
  }

  private async process(delivery: Delivery): Promise<void> {
    const run = this.runs.get(delivery.shard)
    if (run !== undefined) await this.processing.process(run, delivery)
  }

  private async commit(runs: readonly ShardRun[]): Promise<void> {
    if (runs.length === 0) return
    // Each epoch has counts of its own.
    await this.processing.leaveCurrent()
    const due = runs.filter(({ isRunning }) => isRunning)
    const results = await Promise.allSettled(due.map(async (run) => run.commit(this.positionsOf(run))))
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') await this.committed(result.value)
      else this.retry(due[index], result.reason)
    }
  }

  private async committed(commit: EpochCommit): Promise<void> {
    await this.parts.afterCommit(commit.manifest)
    this.listeners.onCommit(noteOf(commit))
  }

  /** When the job is asked to end: what cannot be committed any more is read again at the next start. */
  private async commitLast(): Promise<void> {
    for (const reader of this.parts.readers) reader.stop()
    await this.processing.leaveCurrent()
    const runs = this.running().filter(({ hasWork }) => hasWork)
    const results = await Promise.allSettled(runs.map(async (run) => run.commit(this.positionsOf(run))))
    if (this.stop.signal.aborted) return
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') await this.committed(result.value)
      else if (this.isPassing(result.reason)) this.unsaved.set(runs[index], textOf(result.reason))
      else throw result.reason
    }
  }

  /** Of a job that was told to stop. */
  private tellUncommitted(): void {
    for (const run of this.runs.values()) {
      if (!run.hasWork && !run.isCommitting) continue
      const silence = `what it waited for did not come within ${lastCommitMs / 1_000} s`
      this.listeners.onUncommitted(run.number, run.openEpoch.epoch, this.unsaved.get(run) ?? silence)
    }
  }

  /** Names are user text: `Object.fromEntries` makes own properties even of `__proto__`. */
  private positionsOf({ number }: ShardRun): SourcePositions {
    return Object.fromEntries(this.parts.readers.flatMap((reader) => Object.entries(reader.positions(number))))
  }

  private onAssigned({ gained, lost }: { readonly gained: readonly number[]; readonly lost: readonly number[] }): void {
    this.isAssigned = true
    for (const shard of lost) this.lose(shard)
    for (const shard of gained) this.gain(shard)
  }

  private gain(shard: number): void {
    if (this.stop.signal.aborted) return
    const run = this.parts.newRun(shard)
    this.runs.set(shard, run)
    const before = this.ending.get(shard) ?? Promise.resolve()
    void before.then(() => this.recover(run))
  }

  private lose(shard: number): void {
    const run = this.runs.get(shard)
    if (run === undefined) return
    this.runs.delete(shard)
    this.processing.forget(run)
    for (const reader of this.parts.readers) reader.suspend(shard)
    const ended = this.abandon(run).finally(() => {
      if (this.ending.get(shard) === ended) this.ending.delete(shard)
    })
    this.ending.set(shard, ended)
  }

  private async abandon(run: ShardRun): Promise<void> {
    await run.abandon()
    const { past } = this
    past.counted = addLedgers(past.counted, run.counted())
    const [look] = joinShards([...past.shards.values(), run.look()].filter(({ number }) => number === run.number))
    past.shards.set(run.number, { ...look, state: 'gone' })
  }

  private recover(run: ShardRun): void {
    const done = this.tryRecovery(run).catch((error: unknown) => this.recoveryFailed(run, error))
    void run.during(done).finally(() => this.arrivals.wake())
  }

  /** A shard that failed may be another process's by now: only a heartbeat that was answered tells that it is ours. */
  private async tryRecovery(run: ShardRun): Promise<void> {
    if (run.failures > 0) {
      await wait(backoffMs * 2 ** (run.failures - 1), undefined, { signal: this.stop.signal }).catch(() => {})
      if (!(await this.parts.readers[0].confirm(run.number))) return
    }
    if (run.isGone) return
    const { positions, resumedEpoch } = await run.recover()
    if (run.isGone) return
    this.hasBegun = true
    for (const reader of this.parts.readers) reader.begin(run.number, positions)
    this.listeners.onShard(run.number, resumedEpoch)
  }

  private recoveryFailed(run: ShardRun, error: unknown): void {
    if (run.isGone) return
    try {
      // What is wrong at the very start is the operator's to mend.
      if (!this.hasBegun && !isLost(error)) throw error
      this.retry(run, error)
    } catch (fatal) {
      this.fail(fatal)
    }
  }

  /** Goes on from the last commit, or raises the error where that is of no use. */
  private retry(run: ShardRun, error: unknown): void {
    if (run.isGone) return
    if (!this.isPassing(error) || run.failures >= failuresMax) throw error
    run.fail()
    this.processing.forget(run)
    for (const reader of this.parts.readers) reader.suspend(run.number)
    this.listeners.onRetry(run.number, run.failures, textOf(error))
    this.recover(run)
  }

  private isPassing(error: unknown): boolean {
    return this.parts.mayRetry && (isLost(error) || (error instanceof ConnectorError && !(error instanceof StateError)))
  }

  /** Never rejects, and never waits for ever. */
  private async end(): Promise<void> {
    this.stop.abort()
    for (const reader of this.parts.readers) reader.stop()
    const runs = [...this.runs.values()]
    await withDeadline(
      farewellMs,
      Promise.allSettled([...this.ending.values(), ...runs.map(async (run) => run.abandon())]),
    )
  }
}

function noteOf({ manifest, openMs, commitMs }: EpochCommit): CommitNote {
  const { shard, epoch, files, counts } = manifest
  const records = sum(Object.values(counts.sources).map((source) => source.in))
  return { shard, epoch, records, files: files.length, openMs, commitMs }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Another owner has the shard, or Kafka thinks so. */
function isLost(error: unknown): boolean {
  return error instanceof Fenced || error instanceof ShardLost
}

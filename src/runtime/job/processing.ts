/**
 * The engines at work: what was delivered of a shard goes through them into that shard's sinks. They work for one shard at a time;
 * before records of another one come, what they hold back is taken.
 */
import type { Delivery } from '../../connectors/ports.ts'
import type { SourceEngine, Steps } from '../../engine/engine.ts'
import type { ShardRun } from '../shards/shard-run.ts'
import { HeldWait } from './held-wait.ts'
import type { SinkSwitch } from './sink-switch.ts'

/** A source with what runs it. */
export interface JobInput {
  readonly name: string
  readonly engine: SourceEngine
}

export interface ProcessingParts {
  readonly inputs: readonly JobInput[]
  /** Where the engines' rows go; by name. */
  readonly switches: ReadonlyMap<string, SinkSwitch>
  /** A sink has failed: the shard is set back, with `forget`, or the error is raised. */
  readonly onFailure: (run: ShardRun, error: unknown) => void
}

export class Processing {
  private readonly parts: ProcessingParts
  /** Whose records the engines process. */
  private current: ShardRun | null = null
  /** Whose records an engine may hold, or be in the middle of. */
  private readonly processed: Delivery[] = []
  private readonly heldWait = new HeldWait()

  constructor(parts: ProcessingParts) {
    this.parts = parts
  }

  /** Until what engines hold back has waited long enough if nothing comes; Infinity: they hold nothing. */
  get dueInMs(): number {
    return this.heldWait.dueInMs(performance.now())
  }

  /** Nothing is done where the shard is set back meanwhile, or the delivery is out of date. */
  async process(run: ShardRun, delivery: Delivery): Promise<void> {
    if (this.current !== run) await this.leaveCurrent()
    if (!run.isRunning || !delivery.accept()) return
    this.switchTo(run)
    this.processed.push(delivery)
    const sinks = new Set<string>()
    for (const { source, batch } of delivery.batches) {
      const input = this.parts.inputs.find(({ name }) => name === source)
      if (input === undefined) throw new Error(`records of ${source}, which the plan does not have`)
      await this.take(run, input.engine.processing(batch), sinks)
      if (this.current !== run) return
      run.add(batch)
    }
    if (this.isHolding) this.heldWait.goOn(performance.now())
    this.releaseProcessed()
    await this.drain(run, [...sinks])
  }

  /** What engines held back for larger batches, where it has waited long enough; as `HeldWait.isOver`. */
  async processLongHeld(hasCome: boolean, isBehind: () => boolean): Promise<void> {
    if (this.heldWait.isOver(performance.now(), hasCome, isBehind)) await this.processHeld()
  }

  /** What the engines hold back goes to the shard that it is of. From here on they work for none. */
  async leaveCurrent(): Promise<void> {
    await this.processHeld()
    this.current = null
  }

  /** What the engines hold back of a shard that is set back, or gone, is forgotten, and what they are in the middle of. */
  forget(run: ShardRun): void {
    if (this.current !== run) return
    for (const { engine } of this.parts.inputs) engine.forget()
    this.releaseProcessed()
    this.current = null
  }

  private get isHolding(): boolean {
    return this.parts.inputs.some(({ engine }) => engine.isHolding)
  }

  private async processHeld(): Promise<void> {
    const { current: run } = this
    if (run === null) return
    const inputs = this.parts.inputs.filter(({ engine }) => engine.isHolding)
    const sinks = new Set<string>()
    for (const { engine } of inputs) await this.take(run, engine.flushing(), sinks)
    if (this.current !== run || inputs.length === 0) return
    this.releaseProcessed()
    await this.drain(run, [...sinks])
  }

  /**
   * Step by step; sinks are drained as soon as they are full. `taken` gets the names of those that may have got rows: of a thousand,
   * few do. Left off where the shard is set back meanwhile, or gone.
   */
  private async take(run: ShardRun, steps: Steps, taken: Set<string>): Promise<void> {
    for (const names of steps) {
      for (const name of names) taken.add(name)
      if (!names.some((name) => run.sinks.get(name)?.isFull === true)) continue
      await this.drain(run, names)
      if (this.current !== run) return
    }
  }

  private async drain(run: ShardRun, sinks: readonly string[]): Promise<void> {
    try {
      await run.drain(sinks)
    } catch (error) {
      this.parts.onFailure(run, error)
    }
  }

  /** What an engine holds back it looks at again. */
  private releaseProcessed(): void {
    if (this.isHolding) return
    this.heldWait.end()
    for (const delivery of this.processed.splice(0)) delivery.release?.()
  }

  /** From here on the engines, which hold nothing back, work for this shard. */
  private switchTo(run: ShardRun): void {
    if (this.current === run) return
    for (const [name, sinkSwitch] of this.parts.switches) sinkSwitch.current = run.sinks.get(name) ?? null
    for (const { name, engine } of this.parts.inputs) engine.counts = run.counts.get(name) ?? engine.counts
    this.current = run
  }
}

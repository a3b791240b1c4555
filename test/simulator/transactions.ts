/**
 * One shard's side of the simulated Kafka, with the duties of the real adapter (poison, above all). Requests get lost, replies get
 * lost, and a request whose sender has given up may arrive late.
 */
import type { Checkpoint, ShardTransactions } from '../../src/connectors/kafka/transactions/ports.ts'
import { Fenced } from '../../src/connectors/kafka/transactions/ports.ts'
import type { EncodedBatch } from '../../src/connectors/kafka/wire/ports.ts'
import { valuesOf } from '../support/record-batches.ts'
import type { Broker } from './broker.ts'
import type { Process, Scheduler } from './scheduler.ts'

export interface Network {
  /** What becomes of the next request. */
  next(): 'arrives' | 'lost' | 'reply lost' | 'late'
  /** Arrives some time after its sender has given up on it. */
  delay(request: () => void): void
}

export interface TransactionFlaws {
  /** As kafkajs does: after a failed sendOffsets it commits. */
  readonly isPoisoned?: boolean
  /** Commits only offsets that have changed. */
  readonly onlyTouched?: boolean
  /** Takes what OffsetFetch gives for all that was committed, also where the coordinator has just changed. */
  readonly isPeeking?: boolean
}

export class SimulatedTransactions implements ShardTransactions {
  private readonly broker: Broker
  private readonly network: Network
  private readonly id: string
  private readonly partitions: { readonly topic: string; readonly numbers: () => readonly number[] }
  private readonly process: Process
  private readonly scheduler: Scheduler
  private readonly flaws: TransactionFlaws
  private epoch: number | null = null
  private isPoisoned = false
  private readonly before = new Map<number, number>()

  constructor(
    broker: Broker,
    network: Network,
    id: string,
    partitions: { readonly topic: string; readonly numbers: () => readonly number[] },
    process: Process,
    scheduler: Scheduler,
    flaws: TransactionFlaws = {},
  ) {
    this.broker = broker
    this.network = network
    this.id = id
    this.partitions = partitions
    this.process = process
    this.scheduler = scheduler
    this.flaws = flaws
  }

  async fence(): Promise<void> {
    this.isPoisoned = false
    this.epoch = null
    this.epoch = await this.request('InitProducerId', () => this.broker.initProducerId(this.id))
  }

  async readCheckpoints(): Promise<readonly Checkpoint[]> {
    const read = this.flaws.isPeeking === true ? await this.peekInChange() : await this.peekCheckpoints()
    for (const { partition, offset } of read) this.before.set(partition, offset)
    return read
  }

  async peekCheckpoints(): Promise<readonly Checkpoint[]> {
    const { topic, numbers } = this.partitions
    return this.request('OffsetFetch', () => this.broker.fetchOffsets(topic, numbers()))
  }

  /** The coordinator changes where otherwise a request would be lost. */
  private async peekInChange(): Promise<readonly Checkpoint[]> {
    const { topic, numbers } = this.partitions
    return this.scheduler.call(this.process, `OffsetFetch ${this.id}`, () =>
      this.broker.fetchOffsets(topic, numbers(), this.network.next() !== 'arrives'),
    )
  }

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.request('Metadata', () => new Map(topics.map((topic) => [topic, this.broker.topicId])))
  }

  async send(_topic: string, _partition: number, batch: EncodedBatch): Promise<void> {
    const values = valuesOf(batch)
    await this.poisoning(() => this.request('Produce', () => this.broker.send(this.id, this.current(), values)))
  }

  async commit(checkpoints: readonly Checkpoint[]): Promise<void> {
    if (this.isPoisoned) throw new Error('poisoned by an earlier error')
    const sent = this.flaws.onlyTouched === true ? checkpoints.filter((one) => this.isTouched(one)) : checkpoints
    try {
      await this.request('TxnOffsetCommit', () => this.broker.sendOffsets(this.id, this.current(), sent))
    } catch (error) {
      this.isPoisoned = true
      if (this.flaws.isPoisoned !== false) throw error
    }
    await this.poisoning(() => this.request('EndTxn', () => this.broker.endTransaction(this.id, this.current())))
    for (const { partition, offset } of sent) this.before.set(partition, offset)
  }

  async discard(): Promise<void> {
    this.epoch = null
    this.isPoisoned = true
  }

  private isTouched({ partition, offset }: Checkpoint): boolean {
    return this.before.get(partition) !== offset
  }

  private current(): number {
    if (this.epoch === null) throw new Error('no producer')
    return this.epoch
  }

  private async poisoning(work: () => Promise<void>): Promise<void> {
    if (this.isPoisoned && this.flaws.isPoisoned !== false) throw new Error('poisoned by an earlier error')
    try {
      await work()
    } catch (error) {
      this.isPoisoned = true
      throw error
    }
  }

  private request<T>(what: string, effect: () => T): Promise<T> {
    const epoch = this.epoch
    return this.scheduler.call(this.process, `${what} ${this.id}`, () => {
      const fate = this.network.next()
      if (fate === 'arrives') return effect()
      if (fate === 'reply lost') attempt(effect)
      if (fate === 'late') this.network.delay(() => this.late(effect, epoch))
      throw new Error(`${what}: no answer (${fate})`)
    })
  }

  /** It was sent by the producer of that time. */
  private late(effect: () => unknown, epoch: number | null): void {
    const now = this.epoch
    this.epoch = epoch
    attempt(effect)
    this.epoch = now
  }
}

/** Nobody hears of the refusal. */
function attempt(effect: () => unknown): void {
  try {
    effect()
  } catch (error) {
    if (!(error instanceof Fenced) && !(error instanceof Error && error.message === 'no producer')) throw error
  }
}

/** The producer of ready record batches: lanes to partitions, shared requests, and the transaction where there is one. */
import type { Kafka } from 'kafkajs'
import { Coordinators } from './coordinator.ts'
import { understood } from './errors.ts'
import { openCluster } from './internals.ts'
import { Lane, type LaneOwner } from './lane.ts'
import { Leaders } from './leaders.ts'
import {
  WireError,
  type Acknowledged,
  type EncodedBatch,
  type WireProducer,
  type WireProducerOptions,
} from './ports.ts'
import type { TopicPartition, TransactionOffset } from './ports.ts'
import { ProduceRequests } from './produce-requests.ts'
import type { ProducerIdentity } from './stamp.ts'
import { within } from '../errors.ts'
import { Transaction } from './transaction.ts'

export const defaultProducerOptions: WireProducerOptions = {
  transactionalId: null,
  transactionTimeoutMs: 60_000,
  requestTimeoutMs: 30_000,
  deliveryTimeoutMs: 120_000,
  firstSequence: 0,
}

export function createWireProducer(client: Kafka, options: Partial<WireProducerOptions>): WireProducer {
  return new LaneProducer(client, { ...defaultProducerOptions, ...options })
}

class LaneProducer implements WireProducer, LaneOwner {
  queuedBytes = 0
  retries = 0
  readonly leaders: Leaders
  readonly requests: ProduceRequests
  readonly deliveryTimeoutMs: number
  readonly firstSequence: number
  private readonly coordinators: Coordinators
  private readonly transaction: Transaction | null
  private readonly lanes = new Map<string, Lane>()
  /** Without transactions: what lanes share until one of them gives a batch up. */
  private shared: Promise<ProducerIdentity> | null = null
  private readonly underway = new Set<Promise<unknown>>()
  private discarded: WireError | null = null

  constructor(client: Kafka, options: WireProducerOptions) {
    const { transactionalId, requestTimeoutMs, deliveryTimeoutMs, transactionTimeoutMs } = options
    this.deliveryTimeoutMs = deliveryTimeoutMs
    this.firstSequence = options.firstSequence
    this.leaders = new Leaders(openCluster(client), requestTimeoutMs)
    this.requests = new ProduceRequests(this.leaders, { transactionalId, requestTimeoutMs })
    this.coordinators = new Coordinators(this.leaders, requestTimeoutMs, deliveryTimeoutMs)
    this.transaction =
      transactionalId === null
        ? null
        : new Transaction({ transactionalId, transactionTimeoutMs, requestTimeoutMs }, this.coordinators)
  }

  async open(): Promise<void> {
    try {
      await this.leaders.connect()
    } catch (raised) {
      throw understood(raised, 'connecting to Kafka').error
    }
    if (this.transaction === null) await this.identify(null)
    else await this.transaction.initialise()
  }

  async send(topic: string, partition: number, batch: EncodedBatch): Promise<Acknowledged> {
    if (this.discarded !== null) throw this.discarded
    this.transaction?.requireOpen()
    const key = `${partition} ${topic}`
    let lane = this.lanes.get(key)
    if (lane === undefined) this.lanes.set(key, (lane = new Lane(topic, partition, this)))
    const bytes = batch.bytes.length
    this.queuedBytes += bytes
    try {
      return await lane.send(batch)
    } finally {
      this.queuedBytes -= bytes
    }
  }

  async beginTransaction(): Promise<void> {
    await this.requireTransaction().begin()
  }

  async sendOffsets(groupId: string, offsets: readonly TransactionOffset[]): Promise<void> {
    const sending = this.requireTransaction().sendOffsets(groupId, offsets)
    this.underway.add(sending)
    try {
      await sending
    } finally {
      this.underway.delete(sending)
    }
  }

  async readOffsets(groupId: string, place: TopicPartition): Promise<readonly TransactionOffset[]> {
    return this.requireTransaction().readOffsets(groupId, place)
  }

  async peekOffsets(groupId: string): Promise<readonly TransactionOffset[]> {
    return this.requireTransaction().peekOffsets(groupId)
  }

  async partitionsOf(topic: string): Promise<readonly number[]> {
    try {
      return await this.leaders.partitionsOf(topic)
    } catch (raised) {
      throw understood(raised, `asking for the partitions of '${topic}'`).error
    }
  }

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    return this.leaders.topicIds(topics)
  }

  async commit(): Promise<void> {
    const transaction = this.requireTransaction()
    transaction.requireOpen()
    await this.flush()
    await transaction.commit()
  }

  async abort(): Promise<void> {
    const transaction = this.requireTransaction()
    const error = new WireError('the transaction was aborted')
    await Promise.all([...this.lanes.values()].map(async (lane) => lane.stop(error)))
    await this.flush()
    await transaction.abort()
  }

  async discard(): Promise<void> {
    const error = new WireError('the producer was discarded')
    this.discarded ??= error
    this.transaction?.poison(error)
    this.coordinators.stop(error)
    for (const lane of this.lanes.values()) void lane.stop(error)
    await this.leaders.disconnect().catch(() => {})
  }

  get isTransactional(): boolean {
    return this.transaction !== null
  }

  async identify(after: ProducerIdentity | null): Promise<ProducerIdentity> {
    if (this.transaction !== null) return this.transaction.identity
    const current = await this.shared
    if (current !== null && current.producerId !== after?.producerId) return current
    const renewed = this.coordinators
      .ofAny('asking for a producer id', async (broker) =>
        broker.initProducerId({ transactionalId: undefined, transactionTimeout: 0 }),
      )
      .then(({ producerId, producerEpoch }) => ({ producerId: BigInt(producerId), epoch: producerEpoch }))
    this.shared = renewed
    renewed.catch(() => (this.shared = null))
    return renewed
  }

  async join(topic: string, partition: number): Promise<void> {
    await this.transaction?.join(topic, partition)
  }

  onRetry(): void {
    this.retries++
  }

  onFailure(error: WireError): void {
    this.transaction?.poison(error)
  }

  private async flush(): Promise<void> {
    await Promise.all([...this.lanes.values()].map(async (lane) => lane.idle()))
    await within(this.deliveryTimeoutMs, 'sending offsets', Promise.allSettled(this.underway))
  }

  private requireTransaction(): Transaction {
    if (this.discarded !== null) throw this.discarded
    if (this.transaction === null) throw new WireError('the producer has no transactional id')
    return this.transaction
  }
}

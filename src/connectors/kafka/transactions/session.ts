/**
 * One producer under a transactional id, from its fence to its end. Its connections are in our hands: what it still has under
 * way when it is given up never reaches a broker.
 */
import { ConnectorError } from '../../ports.ts'
import { createDisposableClient, deliveryTimeoutMs, requestTimeoutMs } from '../client.ts'
import type { DisposableClient, KafkaProperties } from '../client.ts'
import { codeNameOf, within } from '../errors.ts'
import type { EncodedBatch, TopicPartition, TransactionOffset, WireProducer } from '../wire/ports.ts'
import { createWireProducer } from '../wire/producer.ts'
import type { Checkpoint } from './ports.ts'

export interface SessionOptions {
  readonly properties: KafkaProperties
  /** `sluice.<job>.<layout>.<shard>` */
  readonly transactionalId: string
  /** After so long Kafka aborts what is open, as if another owner had come. */
  readonly transactionTimeoutMs: number
}

/** Each call is made after the last one has succeeded, except `send`. The first error is the last: then only `destroy`. */
export class Session {
  private readonly client: DisposableClient
  private readonly options: SessionOptions
  private readonly producer: WireProducer
  private begun: Promise<void> | null = null

  constructor(options: SessionOptions) {
    const { properties, transactionalId, transactionTimeoutMs } = options
    this.options = options
    this.client = createDisposableClient(properties)
    this.producer = createWireProducer(this.client.kafka, {
      transactionalId,
      transactionTimeoutMs,
      requestTimeoutMs: requestTimeoutMs(properties),
      // After longer Kafka has aborted it anyway.
      deliveryTimeoutMs: Math.min(deliveryTimeoutMs(properties), transactionTimeoutMs),
    })
  }

  /** A new producer id or epoch: whoever had the transactional id before is refused from here on. */
  async open(): Promise<void> {
    try {
      await this.producer.open()
    } catch (error) {
      throw codeNameOf(error) === 'INVALID_TRANSACTION_TIMEOUT' ? timeoutRefused(this.options) : error
    }
  }

  /** In the open transaction; the first batch, or the offsets, open it. */
  async send(topic: string, partition: number, batch: EncodedBatch): Promise<void> {
    await this.begin()
    await this.producer.send(topic, partition, batch)
  }

  /** Before anything is sent. */
  async readOffsets(groupId: string, place: TopicPartition): Promise<readonly TransactionOffset[]> {
    return this.producer.readOffsets(groupId, place)
  }

  async peekOffsets(groupId: string): Promise<readonly TransactionOffset[]> {
    return this.producer.peekOffsets(groupId)
  }

  async partitionsOf(topic: string): Promise<readonly number[]> {
    return this.producer.partitionsOf(topic)
  }

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    return this.producer.topicIds(topics)
  }

  async commit(groupId: string, checkpoints: readonly Checkpoint[]): Promise<void> {
    await this.begin()
    await this.producer.sendOffsets(groupId, checkpoints)
    await this.producer.commit()
    this.begun = null
  }

  /** Tries to tell Kafka that the open transaction is given up, so that no reader has to wait for its timeout. */
  async abort(): Promise<void> {
    await within(abortMsMax, 'an abort', this.producer.abort())
  }

  /** Never waits. */
  destroy(): void {
    void this.producer.discard()
    this.client.destroy()
  }

  private async begin(): Promise<void> {
    await (this.begun ??= this.producer.beginTransaction())
  }
}

const abortMsMax = 2_000

function timeoutRefused({ transactionTimeoutMs }: SessionOptions): ConnectorError {
  return new ConnectorError(
    `a transaction timeout of ${transactionTimeoutMs} ms is over the brokers' maximum`,
    "lower 'properties.transaction.timeout.ms', or raise transaction.max.timeout.ms at the brokers (15 minutes by default)",
  )
}

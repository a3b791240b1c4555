/**
 * One shard's transactions over kafkajs. The first error poisons the producer: no later call reaches Kafka before `fence`
 * has made a new one, for kafkajs commits happily what is half registered. Every wait has an end.
 */
import type { Transaction } from 'kafkajs'
import { ConnectorError } from '../../ports.ts'
import { connectMsMax, deliveryTimeoutMs, requestTimeoutMs } from '../client.ts'
import type { KafkaProperties } from '../client.ts'
import { codeNameOf, operatorError, untilPassed, within } from '../errors.ts'
import { Lanes, sendToPartition } from '../sender.ts'
import type { CompressionName } from '../sender.ts'
import { Fenced } from './ports.ts'
import type { Checkpoint, OutgoingMessage, ShardTransactions } from './ports.ts'
import { Session } from './session.ts'

export interface ShardTransactionsOptions {
  readonly properties: KafkaProperties
  /** `sluice.<job>.<layout>.<shard>` */
  readonly transactionalId: string
  /** A group that nobody ever joins. */
  readonly checkpointGroup: string
  /** Which of the group's checkpoints are this shard's. */
  readonly covers: (topic: string, partition: number) => boolean
  /** After so long Kafka aborts what is open, as if another owner had come. */
  readonly transactionTimeoutMs: number
  /** Messages that one producer epoch may write to a partition. Tests lower it. */
  readonly sequenceMax?: number
}

/** Nothing is connected before `fence`. */
export function createShardTransactions(options: ShardTransactionsOptions): ShardTransactions {
  return new KafkajsTransactions(options)
}

/** kafkajs numbers messages from 0 again after 2^31 - 1, where Kafka does it after 2^31: the broker would refuse them. */
const sequenceMax = 2 ** 31 - 1

/** `sendOffsets` is refused for now with these, and nothing was done. */
const offsetsRefusedForNow: ReadonlySet<string> = new Set([
  'CONCURRENT_TRANSACTIONS',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
])

const fencingCodes: ReadonlySet<string> = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
])

class KafkajsTransactions implements ShardTransactions {
  private readonly options: ShardTransactionsOptions
  private readonly requestMs: number
  private session: Session | null = null
  private poison: Error | null = null
  private lanes = new Lanes()
  private committing = false
  /** The commit that is under way, or was. */
  private committed: Promise<void> = Promise.resolve()
  /** Rises with every `discard`. */
  private turn = 0
  /** Something of the open transaction may have come to Kafka. */
  private isDirty = false
  private readonly sequences = new Map<string, number>()

  constructor(options: ShardTransactionsOptions) {
    this.options = options
    this.requestMs = requestTimeoutMs(options.properties)
  }

  async fence(): Promise<void> {
    await this.discard()
    const { turn } = this
    const limitMs = deliveryTimeoutMs(this.options.properties)
    try {
      this.session = await untilPassed(limitMs, async () => this.openSession(turn))
    } catch (error) {
      throw this.explained(error)
    }
  }

  async readCheckpoints(): Promise<readonly Checkpoint[]> {
    const { session } = this
    if (session === null) throw new Error('checkpoints are read after `fence` only')
    const { checkpointGroup, covers, properties } = this.options
    const admin = session.client.kafka.admin()
    try {
      // Without topics: all that the group has.
      const fetched = await untilPassed(deliveryTimeoutMs(properties), async () => {
        await within(connectMsMax, 'a connection', admin.connect())
        return within(this.requestMs * 2, 'the checkpoints', admin.fetchOffsets({ groupId: checkpointGroup }))
      })
      return fetched.flatMap(({ topic, partitions }) =>
        partitions
          .filter(({ partition, offset }) => Number(offset) >= 0 && covers(topic, partition))
          .map(({ partition, offset, metadata }) => ({
            topic,
            partition,
            offset: Number(offset),
            metadata: metadata ?? '',
          })),
      )
    } catch (error) {
      throw this.explained(error)
    } finally {
      void admin.disconnect().catch(() => {})
    }
  }

  async send(
    topic: string,
    partition: number,
    messages: readonly OutgoingMessage[],
    compression: CompressionName = 'none',
  ): Promise<void> {
    const { session, committed } = this
    return this.lanes.run(topic, partition, async () => {
      await committed
      await this.inTransaction(session, async (transaction) => {
        this.countSequence(topic, partition, messages.length)
        this.isDirty = true
        const sent = sendToPartition((record) => transaction.send(record), topic, partition, messages, compression)
        await within(this.options.transactionTimeoutMs, `messages for '${topic}', partition ${partition}`, sent)
      })
    })
  }

  async commit(checkpoints: readonly Checkpoint[]): Promise<void> {
    if (checkpoints.length === 0) throw new Error('a commit without checkpoints would leave nothing to read')
    const done = this.commitAfter(this.lanes.settled(), checkpoints)
    this.committed = done.catch(() => {})
    return done
  }

  async discard(): Promise<void> {
    this.turn++
    const { session } = this
    if (session === null) return
    const isCertain = this.poison === null && !this.committing && this.lanes.isIdle
    this.session = null
    this.poison = null
    this.lanes = new Lanes()
    this.sequences.clear()
    if (isCertain && this.isDirty) await session.abort().catch(() => {})
    this.isDirty = false
    session.destroy()
  }

  /** Given up where `discard` was called meanwhile: whoever stops must not wait for a broker that is away. */
  private async openSession(turn: number): Promise<Session> {
    if (turn !== this.turn) throw givenUp()
    const session = await Session.open(this.options)
    if (turn === this.turn) return session
    session.destroy()
    throw givenUp()
  }

  private async commitAfter(sent: Promise<void>, checkpoints: readonly Checkpoint[]): Promise<void> {
    const { session } = this
    this.committing = true
    try {
      await sent
      await this.inTransaction(session, async (transaction) => {
        this.isDirty = true
        await this.sendOffsets(transaction, checkpoints)
        await session?.commit()
        this.isDirty = false
      })
    } finally {
      this.committing = false
    }
  }

  private async sendOffsets(transaction: Transaction, checkpoints: readonly Checkpoint[]): Promise<void> {
    const limitMs = Math.min(this.options.transactionTimeoutMs, this.requestMs)
    const request = { consumerGroupId: this.options.checkpointGroup, topics: offsetsByTopic(checkpoints) }
    await untilPassed(
      limitMs,
      async () => within(limitMs, 'the offsets', transaction.sendOffsets(request)),
      (error) => offsetsRefusedForNow.has(codeNameOf(error) ?? ''),
    )
  }

  /** Only in the session that the caller meant, and not after an error in it; an error of the work is the last. */
  private async inTransaction(
    session: Session | null,
    work: (transaction: Transaction) => Promise<void>,
  ): Promise<void> {
    if (session === null || session !== this.session) throw givenUp()
    if (this.poison !== null) {
      throw new Error(`this transaction failed before: ${this.poison.message}`, { cause: this.poison })
    }
    try {
      await work(await session.begin())
    } catch (error) {
      const explained = this.explained(error)
      if (session === this.session) this.poison ??= explained
      throw explained
    }
    if (session !== this.session) throw givenUp()
  }

  private countSequence(topic: string, partition: number, count: number): void {
    const key = `${partition} ${topic}`
    const next = (this.sequences.get(key) ?? 0) + count
    if (next > (this.options.sequenceMax ?? sequenceMax)) {
      throw new ConnectorError(
        `a producer has written all that one epoch can number to '${topic}', partition ${partition}`,
        'the job goes on with a new one from the last commit',
      )
    }
    this.sequences.set(key, next)
  }

  private explained(error: unknown): Error {
    if (!fencingCodes.has(codeNameOf(error) ?? '')) return operatorError(error, this.options.properties)
    return new Fenced(
      `another process has '${this.options.transactionalId}' now, or a transaction took longer than ${this.options.transactionTimeoutMs} ms`,
      { cause: error },
    )
  }
}

function givenUp(): ConnectorError {
  return new ConnectorError('this transaction was given up')
}

interface TopicOffsets {
  readonly topic: string
  readonly partitions: { partition: number; offset: string; metadata: string }[]
}

function offsetsByTopic(checkpoints: readonly Checkpoint[]): TopicOffsets[] {
  const topics = new Map<string, TopicOffsets>()
  for (const { topic, partition, offset, metadata } of checkpoints) {
    let found = topics.get(topic)
    if (found === undefined) topics.set(topic, (found = { topic, partitions: [] }))
    found.partitions.push({ partition, offset: String(offset), metadata })
  }
  return [...topics.values()]
}

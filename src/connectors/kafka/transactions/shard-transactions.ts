/**
 * One shard's transactions. The first error poisons the producer: no later call reaches Kafka before `fence` has made a new
 * one, for the checkpoints alone tell what was decided. Every wait has an end.
 */
import { ConnectorError } from '../../ports.ts'
import { connectMsMax, deliveryTimeoutMs, requestTimeoutMs } from '../client.ts'
import { codeNameOf, operatorError, untilPassed, within } from '../errors.ts'
import type { EncodedBatch } from '../wire/ports.ts'
import { Fenced } from './ports.ts'
import type { Checkpoint, ShardTransactions } from './ports.ts'
import { Session, type SessionOptions } from './session.ts'

export interface ShardTransactionsOptions extends SessionOptions {
  /** A group that nobody ever joins. */
  readonly checkpointGroup: string
  /** Which of the group's checkpoints are this shard's. */
  readonly covers: (topic: string, partition: number) => boolean
}

/** Nothing is connected before `fence`. */
export function createShardTransactions(options: ShardTransactionsOptions): ShardTransactions {
  return new KafkaTransactions(options)
}

const fencingCodes: ReadonlySet<string> = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
])

class KafkaTransactions implements ShardTransactions {
  private readonly options: ShardTransactionsOptions
  private readonly requestMs: number
  private session: Session | null = null
  /** On its way to be the session. */
  private opening: Session | null = null
  private poison: Error | null = null
  private sending = new Set<Promise<void>>()
  private committing = false
  /** The commit that is under way, or was. */
  private committed: Promise<void> = Promise.resolve()
  /** Rises with every `discard`. */
  private turn = 0
  /** Something of the open transaction may have come to Kafka. */
  private isDirty = false

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

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const { session } = this
    if (session === null) throw new Error('ids of topics are asked for after `fence` only')
    try {
      return await untilPassed(deliveryTimeoutMs(this.options.properties), async () => {
        if (session !== this.session) throw givenUp()
        return session.topicIds(topics)
      })
    } catch (error) {
      throw this.explained(error)
    }
  }

  async send(topic: string, partition: number, batch: EncodedBatch): Promise<void> {
    const { session, sending } = this
    const sent = this.committed.then(async () =>
      this.inTransaction(session, async (open) => {
        this.isDirty = true
        await open.send(topic, partition, batch)
      }),
    )
    sending.add(sent)
    return sent.finally(() => sending.delete(sent))
  }

  async commit(checkpoints: readonly Checkpoint[]): Promise<void> {
    if (checkpoints.length === 0) throw new Error('a commit without checkpoints would leave nothing to read')
    const done = this.commitAfter(Promise.allSettled(this.sending), checkpoints)
    this.committed = done.catch(() => {})
    return done
  }

  async discard(): Promise<void> {
    this.turn++
    this.opening?.destroy()
    const { session } = this
    if (session === null) return
    const isCertain = this.poison === null && !this.committing && this.sending.size === 0
    this.session = null
    this.poison = null
    this.sending = new Set()
    this.committed = Promise.resolve()
    this.committing = false
    if (isCertain && this.isDirty) await session.abort().catch(() => {})
    this.isDirty = false
    session.destroy()
  }

  /** Given up where `discard` was called meanwhile: whoever stops must not wait for a broker that is away. */
  private async openSession(turn: number): Promise<Session> {
    if (turn !== this.turn) throw givenUp()
    const session = (this.opening = new Session(this.options))
    try {
      await session.open()
    } catch (error) {
      session.destroy()
      throw turn === this.turn ? error : givenUp()
    } finally {
      if (this.opening === session) this.opening = null
    }
    if (turn === this.turn) return session
    session.destroy()
    throw givenUp()
  }

  private async commitAfter(sent: Promise<unknown>, checkpoints: readonly Checkpoint[]): Promise<void> {
    const { session } = this
    this.committing = true
    try {
      await sent
      await this.inTransaction(session, async (open) => {
        this.isDirty = true
        await open.commit(this.options.checkpointGroup, checkpoints)
        this.isDirty = false
      })
    } finally {
      if (session === this.session) this.committing = false
    }
  }

  /** Only in the session that the caller meant, and not after an error in it; an error of the work is the last. */
  private async inTransaction(session: Session | null, work: (open: Session) => Promise<void>): Promise<void> {
    if (session === null || session !== this.session) throw givenUp()
    if (this.poison !== null) {
      throw new Error(`this transaction failed before: ${this.poison.message}`, { cause: this.poison })
    }
    try {
      await work(session)
    } catch (error) {
      const explained = this.explained(error)
      if (session === this.session) this.poison ??= explained
      throw explained
    }
    if (session !== this.session) throw givenUp()
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

/**
 * One shard's transactions. The first error poisons the producer: no later call reaches Kafka before `fence` has made a new
 * one, for the checkpoints alone tell what was decided. Every wait has an end.
 */
import { ConnectorError } from '../../ports.ts'
import { deliveryTimeoutMs } from '../client.ts'
import { codeNameOf, operatorError, untilPassed } from '../errors.ts'
import type { EncodedBatch, TopicPartition } from '../wire/ports.ts'
import { Fenced } from './ports.ts'
import type { Checkpoint, ShardTransactions } from './ports.ts'
import { Session, type SessionOptions } from './session.ts'

export interface ShardTransactionsOptions extends SessionOptions {
  /** A group that nobody ever joins. */
  readonly checkpointGroup: string
  /** Which of the group's checkpoints are this shard's. */
  readonly covers: (topic: string, partition: number) => boolean
  /** Of the checkpoints that the shard makes. */
  readonly topics: readonly string[]
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
    const { turn } = this
    let session = this.fenced('checkpoints are read')
    if (this.isDirty) throw new Error('checkpoints are read before anything is sent')
    let isAgain = false
    try {
      return await untilPassed(deliveryTimeoutMs(this.options.properties), async () => {
        // What a reading that failed has written may be open still.
        if (isAgain) session = await this.replaceSession(turn)
        isAgain = true
        return this.readThrough(session)
      })
    } catch (error) {
      throw this.explained(error)
    }
  }

  private async readThrough(session: Session): Promise<readonly Checkpoint[]> {
    const { checkpointGroup } = this.options
    const place = await this.ownPlace(session)
    // A shard of partitions that are read no more has no place.
    const held = place === null ? session.peekOffsets(checkpointGroup) : session.readOffsets(checkpointGroup, place)
    return this.own(await held)
  }

  async peekCheckpoints(): Promise<readonly Checkpoint[]> {
    const session = this.fenced('checkpoints are read')
    try {
      return this.own(await session.peekOffsets(this.options.checkpointGroup))
    } catch (error) {
      throw this.explained(error)
    }
  }

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const session = this.fenced('ids of topics are asked for')
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

  private fenced(what: string): Session {
    if (this.session === null) throw new Error(`${what} after \`fence\` only`)
    return this.session
  }

  /** Kafka says -1 where it holds none. */
  private own(held: readonly Checkpoint[]): readonly Checkpoint[] {
    return held.filter(({ topic, partition, offset }) => offset >= 0 && this.options.covers(topic, partition))
  }

  /** Where a checkpoint of the shard may be written. */
  private async ownPlace(session: Session): Promise<TopicPartition | null> {
    for (const topic of this.options.topics) {
      const partitions = await session.partitionsOf(topic)
      const partition = partitions.find((number) => this.options.covers(topic, number))
      if (partition !== undefined) return { topic, partition }
    }
    return null
  }

  /** A new producer in place of one that is of no more use. */
  private async replaceSession(turn: number): Promise<Session> {
    const session = await this.openSession(turn)
    this.session?.destroy()
    return (this.session = session)
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

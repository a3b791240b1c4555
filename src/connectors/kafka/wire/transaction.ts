/**
 * One transactional id: its identity and its open transaction. The first error poisons the transaction: from then on only
 * `abort` is left, which begins anew with a raised epoch. kafkajs's own state machine is not used: it stays in COMMITTING
 * after a lost answer, and commits what failed in part.
 */
import type { Coordinators } from './coordinator.ts'
import { isFenced, understood } from './errors.ts'
import type { Broker, GroupOffsets, HeldOffsets } from './internals.ts'
import { raiseEpoch } from './raise-epoch.ts'
import { NoAnswer, WireError, type TopicPartition, type TransactionOffset } from './ports.ts'
import type { ProducerIdentity } from './stamp.ts'

export interface TransactionOptions {
  readonly transactionalId: string
  readonly transactionTimeoutMs: number
  readonly requestTimeoutMs: number
}

/** `ended`: fenced, or the outcome of a commit is unknown; nothing more can be done with this producer. */
type State = 'new' | 'ready' | 'open' | 'poisoned' | 'ended'

export class Transaction {
  private readonly options: TransactionOptions
  private readonly coordinators: Coordinators
  private state: State = 'new'
  private cause: WireError | null = null
  private current: ProducerIdentity | null = null
  private readonly partitions = new Map<string, Promise<void>>()
  private joining: { readonly topic: string; readonly partition: number }[] = []
  private joined: Promise<void> | null = null
  private hasOffsets = false
  /** Of the coordinators' lost answers: those of requests that the present epoch fences. */
  private lostBefore = 0

  constructor(options: TransactionOptions, coordinators: Coordinators) {
    this.options = options
    this.coordinators = coordinators
  }

  get identity(): ProducerIdentity {
    if (this.current === null) throw new WireError('the producer is not open')
    return this.current
  }

  /** Raises where a batch must not be sent. */
  requireOpen(): void {
    if (this.state !== 'open') throw this.notPossible('there is no open transaction')
  }

  /** Fences whoever has the id, aborts what is open. */
  async initialise(): Promise<void> {
    if (this.state === 'ended') throw this.notPossible('the producer is of no more use')
    const { transactionalId, transactionTimeoutMs: transactionTimeout } = this.options
    const what = `taking over '${transactionalId}'`
    try {
      const { producerId, producerEpoch } = await this.coordinators.ofTransaction(
        transactionalId,
        what,
        async (broker) => broker.initProducerId({ transactionalId, transactionTimeout }),
      )
      this.current = { producerId: BigInt(producerId), epoch: producerEpoch }
      this.lostBefore = this.coordinators.lostAnswers
      this.forget('ready')
    } catch (raised) {
      throw this.end(understood(raised, what).error)
    }
  }

  async begin(): Promise<void> {
    if (this.state !== 'ready') throw this.notPossible(`a transaction cannot begin: it is ${this.state}`)
    if (this.coordinators.lostAnswers > this.lostBefore) await this.renew()
    this.forget('open')
  }

  /**
   * A raised epoch, but only if nobody else has the transactional id; what is open is aborted. A request that was tried again
   * may still arrive the first time: an EndTxn would end the next transaction in its midst, offsets would replace newer
   * ones. Under a raised epoch it is refused.
   */
  private async renew(): Promise<void> {
    const { transactionalId, transactionTimeoutMs, requestTimeoutMs } = this.options
    const what = `raising the epoch of '${transactionalId}'`
    const { identity } = this
    this.state = 'ended'
    try {
      this.current = await this.coordinators.ofTransaction(transactionalId, what, async (broker) =>
        raiseEpoch(broker, { transactionalId, transactionTimeoutMs, identity }, requestTimeoutMs),
      )
      this.lostBefore = this.coordinators.lostAnswers
      this.forget('ready')
    } catch (raised) {
      throw this.end(understood(raised, what).error)
    }
  }

  /** Partitions that come in the same turn are registered together. */
  async join(topic: string, partition: number): Promise<void> {
    this.requireOpen()
    const key = `${partition} ${topic}`
    let registered = this.partitions.get(key)
    if (registered === undefined) {
      this.joining.push({ topic, partition })
      this.joined ??= Promise.resolve().then(async () => this.register())
      this.partitions.set(key, (registered = this.joined))
    }
    await registered
  }

  private async register(): Promise<void> {
    const joining = this.joining
    this.joining = []
    this.joined = null
    const byTopic = Map.groupBy(joining, ({ topic }) => topic)
    const topics = [...byTopic].map(([topic, places]) => ({
      topic,
      partitions: places.map(({ partition }) => partition),
    }))
    await this.call('adding partitions to the transaction', async () =>
      this.coordinators.ofTransaction(this.options.transactionalId, 'adding partitions', async (broker) =>
        broker.addPartitionsToTxn({ ...this.inTransaction(), topics }),
      ),
    )
  }

  async sendOffsets(groupId: string, offsets: readonly TransactionOffset[]): Promise<void> {
    this.requireOpen()
    const byTopic = Map.groupBy(offsets, ({ topic }) => topic)
    const topics: readonly GroupOffsets[] = [...byTopic].map(([topic, places]) => ({
      topic,
      partitions: places.map(({ partition, offset, metadata }) => ({ partition, offset: String(offset), metadata })),
    }))
    await this.withGroup(groupId, `sending the offsets of '${groupId}'`, async (broker) =>
      broker.txnOffsetCommit({ ...this.inTransaction(), groupId, topics }),
    )
  }

  /**
   * Kafka's OffsetFetch may lack the last commits: a coordinator that has just taken over answers with what it knows to be replicated,
   * which its followers have yet to tell it, and one that was replaced and does not know it yet answers all the same. So first an offset
   * is written at the same coordinator, in a transaction that is aborted: when that is acknowledged, all that was written before is known
   * there to be replicated too.
   */
  async readOffsets(groupId: string, { topic, partition }: TopicPartition): Promise<readonly TransactionOffset[]> {
    const what = `reading the offsets of '${groupId}'`
    const topics = [{ topic, partitions: [{ partition, offset: '0', metadata: 'aborted' }] }]
    await this.begin()
    const held = await this.withGroup(groupId, what, async (broker) => {
      await broker.txnOffsetCommit({ ...this.inTransaction(), groupId, topics })
      const [connection] = broker.connectionPool.pool
      const { socket } = connection
      const { responses } = await broker.offsetFetch({ groupId, topics: [] })
      // A new socket may lead to a broker that was started anew, and has forgotten what was acknowledged to it.
      if (connection.socket !== socket) throw new NoAnswer(`${what}: the connection was lost in between`)
      return responses
    })
    await this.abort()
    return offsetsOf(held)
  }

  async peekOffsets(groupId: string): Promise<readonly TransactionOffset[]> {
    const what = `reading the offsets of '${groupId}'`
    const held = await this.coordinators.ofGroup(groupId, what, async (broker) =>
      broker.offsetFetch({ groupId, topics: [] }),
    )
    return offsetsOf(held.responses)
  }

  /** At the coordinator of a group whose offsets are made part of the transaction. */
  private async withGroup<T>(groupId: string, what: string, call: (broker: Broker) => Promise<T>): Promise<T> {
    return this.call(what, async () => {
      await this.coordinators.ofTransaction(this.options.transactionalId, what, async (broker) =>
        broker.addOffsetsToTxn({ ...this.inTransaction(), groupId }),
      )
      this.hasOffsets = true
      return this.coordinators.ofGroup(groupId, what, call)
    })
  }

  /** Everything that was sent must have been acknowledged before. */
  async commit(): Promise<void> {
    this.requireOpen()
    if (this.hasSomething) await this.endTransaction(true)
    this.forget('ready')
  }

  async abort(): Promise<void> {
    if (this.state === 'poisoned') return this.renew()
    this.requireOpen()
    if (this.hasSomething) await this.endTransaction(false)
    this.forget('ready')
  }

  private get hasSomething(): boolean {
    return this.hasOffsets || this.partitions.size > 0
  }

  private async endTransaction(transactionResult: boolean): Promise<void> {
    const what = `${transactionResult ? 'committing' : 'aborting'} the transaction of '${this.options.transactionalId}'`
    // Until the answer is there nothing else may use this transaction.
    this.state = 'ended'
    try {
      await this.coordinators.ofTransaction(this.options.transactionalId, what, async (broker) =>
        broker.endTxn({ ...this.inTransaction(), transactionResult }),
      )
    } catch (raised) {
      throw this.end(understood(raised, what).error)
    }
  }

  /** The first error in the open transaction: nothing later may commit it. */
  poison(error: WireError): void {
    if (this.state === 'open') this.state = isFenced(error) ? 'ended' : 'poisoned'
    this.cause ??= error
  }

  private async call<T>(what: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (raised) {
      const { error } = understood(raised, what)
      this.poison(error)
      throw error
    }
  }

  private end(error: WireError): WireError {
    this.state = 'ended'
    this.cause ??= error
    return error
  }

  private forget(state: State): void {
    this.state = state
    this.cause = null
    this.partitions.clear()
    this.hasOffsets = false
  }

  private inTransaction(): { transactionalId: string; producerId: string; producerEpoch: number } {
    const { producerId, epoch } = this.identity
    return { transactionalId: this.options.transactionalId, producerId: String(producerId), producerEpoch: epoch }
  }

  private notPossible(what: string): WireError {
    const { cause } = this
    return cause === null
      ? new WireError(what)
      : new WireError(`${what} after: ${cause.message}`, isFenced(cause) ? cause.code : null, fenceOf(cause))
  }
}

function offsetsOf(held: readonly HeldOffsets[]): readonly TransactionOffset[] {
  return held.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset, metadata }) => {
      return { topic, partition, offset: Number(offset), metadata: metadata ?? '' }
    }),
  )
}

/** Of an earlier error only the fence stays one: what passes by itself must not look as if it were worth trying again. */
function fenceOf(cause: WireError): { readonly type?: string } {
  return cause.type !== null && isFenced(cause) ? { type: cause.type } : {}
}

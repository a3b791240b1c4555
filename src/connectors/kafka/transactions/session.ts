/**
 * One producer under a transactional id, from its fence to its end: kafkajs's, with a limit to every wait, and with the
 * connections in our hands, for after an error its state is not to be trusted and it may never end by itself.
 */
import type { Producer, Transaction } from 'kafkajs'
import { connectMsMax, createDisposableClient, requestTimeoutMs } from '../client.ts'
import type { DisposableClient, KafkaProperties } from '../client.ts'
import { codeNameOf, within } from '../errors.ts'
import { ConnectorError } from '../../ports.ts'

export interface SessionOptions {
  readonly properties: KafkaProperties
  readonly transactionalId: string
  readonly transactionTimeoutMs: number
}

export class Session {
  readonly client: DisposableClient
  private readonly requestMs: number
  private readonly producer: Producer
  private current: Promise<Transaction> | null = null
  private endTxnAnswers = 0

  /** A new producer id or epoch: whoever had the transactional id before is refused from here on. */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options)
    try {
      await within(connectMsMax, 'a connection', session.producer.connect())
      await session.begin()
      return session
    } catch (error) {
      session.destroy()
      throw codeNameOf(error) === 'INVALID_TRANSACTION_TIMEOUT' ? timeoutRefused(options) : error
    }
  }

  private constructor(options: SessionOptions) {
    this.requestMs = requestTimeoutMs(options.properties)
    this.client = createDisposableClient(options.properties)
    // Not `idempotent: true`: that would be a second producer id, beside the transactional one.
    this.producer = this.client.kafka.producer({
      transactionalId: options.transactionalId,
      transactionTimeout: options.transactionTimeoutMs,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Right after a commit the first message is refused for some milliseconds (CONCURRENT_TRANSACTIONS).
      retry: { retries: 14, initialRetryTime: 20, maxRetryTime: 5_000 },
    })
    this.producer.on(this.producer.events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'EndTxn') this.endTxnAnswers++
    })
  }

  /** The open transaction; a new one where there is none. To the broker it begins with the first message or offset. */
  async begin(): Promise<Transaction> {
    this.current ??= within(this.requestMs * 2, 'a transaction', this.producer.transaction())
    return this.current
  }

  /** Ends the open transaction. kafkajs says yes without asking Kafka where it believes that nothing is registered. */
  async commit(): Promise<void> {
    const transaction = await this.begin()
    const before = this.endTxnAnswers
    await within(this.requestMs, 'a commit', transaction.commit())
    if (this.endTxnAnswers === before) throw new Error('kafkajs reported a commit that it never sent')
    this.current = null
  }

  /** Tries to tell Kafka that the open transaction is given up, so that no reader has to wait for its timeout. */
  async abort(): Promise<void> {
    const transaction = await this.begin()
    await within(abortMsMax, 'an abort', transaction.abort())
  }

  /** Never waits: a producer that was fenced stays as it is for ever. */
  destroy(): void {
    void this.producer.disconnect().catch(() => {})
    this.client.destroy()
  }
}

const abortMsMax = 2_000

function timeoutRefused({ transactionTimeoutMs }: SessionOptions): ConnectorError {
  return new ConnectorError(
    `a transaction timeout of ${transactionTimeoutMs} ms is over the brokers' maximum`,
    "lower 'properties.transaction.timeout.ms', or raise transaction.max.timeout.ms at the brokers (15 minutes by default)",
  )
}

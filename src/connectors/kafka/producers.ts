/**
 * At least once: one producer for each cluster, shared by all Kafka sinks of the process. A broker that is away is waited
 * for, up to `properties.delivery.timeout.ms` for a message; what was sent and not acknowledged is sent again.
 */
import type { Producer } from 'kafkajs'
import { ConnectorError } from '../ports.ts'
import { connectMsMax, createDisposableClient, deliveryTimeoutMs, requestTimeoutMs } from './client.ts'
import type { DisposableClient, KafkaProperties } from './client.ts'
import { codeNameOf, isPassing, operatorError, untilPassed, within } from './errors.ts'
import { Lanes, sendToPartition } from './sender.ts'
import type { CompressionName, MessageSender } from './sender.ts'
import type { OutgoingMessage } from './transactions/ports.ts'

/** What concerns one sink's messages, and not the way to the cluster. */
const ofOneSink: ReadonlySet<string> = new Set(['compression.type', 'max.request.size', 'transaction.timeout.ms'])

export class KafkaProducers {
  private readonly senders = new Map<string, PlainSender>()

  /** Nothing is connected before the first message. */
  senderFor(properties: KafkaProperties): MessageSender {
    const own = [...properties].filter(([key]) => !ofOneSink.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1))
    const cluster = JSON.stringify(own)
    let sender = this.senders.get(cluster)
    if (sender === undefined) this.senders.set(cluster, (sender = new PlainSender(new Map(own))))
    return sender
  }

  /** How many connections to clusters there are, or will be. */
  get size(): number {
    return this.senders.size
  }

  async close(): Promise<void> {
    await Promise.all([...this.senders.values()].map(async (sender) => sender.close()))
    this.senders.clear()
  }
}

interface Connected {
  readonly client: DisposableClient
  readonly producer: Producer
}

class PlainSender implements MessageSender {
  private readonly properties: KafkaProperties
  private readonly deliveryMs: number
  private readonly requestMs: number
  private readonly lanes = new Lanes()
  private current: Promise<Connected> | null = null
  private isClosed = false

  constructor(properties: KafkaProperties) {
    this.properties = properties
    this.deliveryMs = deliveryTimeoutMs(properties)
    this.requestMs = requestTimeoutMs(properties)
  }

  async send(
    topic: string,
    partition: number,
    messages: readonly OutgoingMessage[],
    compression: CompressionName = 'none',
  ): Promise<void> {
    return this.lanes.run(topic, partition, async () => {
      try {
        await untilPassed(this.deliveryMs, async () => this.trySend(topic, partition, messages, compression))
      } catch (error) {
        throw operatorError(error, this.properties)
      }
    })
  }

  /** What still waits for a broker that is away is given up. */
  async close(): Promise<void> {
    this.isClosed = true
    const connected = await this.current?.catch(() => null)
    this.current = null
    await connected?.client.close(() => connected.producer.disconnect())
  }

  private async trySend(
    topic: string,
    partition: number,
    messages: readonly OutgoingMessage[],
    compression: CompressionName,
  ): Promise<void> {
    if (this.isClosed) throw new ConnectorError('messages were given up: the connection to Kafka is closed')
    const current = (this.current ??= this.connect())
    try {
      const { producer } = await current
      const sent = sendToPartition((record) => producer.send(record), topic, partition, messages, compression)
      await within(this.requestMs * 2, 'messages', sent)
    } catch (error) {
      if (isPassing(error) && codeNameOf(error) === null) await this.drop(current)
      throw error
    }
  }

  private async connect(): Promise<Connected> {
    const client = createDisposableClient(this.properties)
    const producer = client.kafka.producer({
      allowAutoTopicCreation: false,
      retry: { retries: 5, maxRetryTime: 2_000 },
    })
    try {
      await within(connectMsMax, 'a connection', producer.connect())
    } catch (error) {
      client.destroy()
      throw error
    }
    return { client, producer }
  }

  /** After a broken connection the next try begins with nothing old. */
  private async drop(failed: Promise<Connected>): Promise<void> {
    if (this.current !== failed) return
    this.current = null
    const connected = await failed.catch(() => null)
    connected?.client.destroy()
    void connected?.producer.disconnect().catch(() => {})
  }
}

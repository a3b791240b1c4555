/**
 * At least once: one producer for each cluster, shared by all Kafka sinks of the process. A broker that is away is waited
 * for, up to `properties.delivery.timeout.ms` for a batch; what was sent and not acknowledged is sent again.
 */
import { ConnectorError } from '../ports.ts'
import { createDisposableClient, deliveryTimeoutMs, requestTimeoutMs } from './client.ts'
import type { DisposableClient, KafkaProperties } from './client.ts'
import { operatorError, untilPassed } from './errors.ts'
import type { MessageSender } from './sender.ts'
import type { EncodedBatch, WireProducer } from './wire/ports.ts'
import { createWireProducer } from './wire/producer.ts'

/** What concerns one sink's messages, and not the way to the cluster. */
const ofOneSink: ReadonlySet<string> = new Set([
  'compression.type',
  'linger.ms',
  'max.request.size',
  'transaction.timeout.ms',
])

/** Those that say how to reach a cluster, by name. */
export function clusterProperties(properties: KafkaProperties): KafkaProperties {
  return new Map([...properties].filter(([key]) => !ofOneSink.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export class KafkaProducers {
  private readonly senders = new Map<string, PlainSender>()

  /** Nothing is connected before the first message. */
  senderFor(properties: KafkaProperties): MessageSender {
    const own = clusterProperties(properties)
    const cluster = JSON.stringify([...own])
    let sender = this.senders.get(cluster)
    if (sender === undefined) this.senders.set(cluster, (sender = new PlainSender(own)))
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
  readonly producer: WireProducer
}

class PlainSender implements MessageSender {
  private readonly properties: KafkaProperties
  private readonly deliveryMs: number
  private current: Promise<Connected> | null = null
  private connecting: DisposableClient | null = null
  private isClosed = false

  constructor(properties: KafkaProperties) {
    this.properties = properties
    this.deliveryMs = deliveryTimeoutMs(properties)
  }

  async send(topic: string, partition: number, batch: EncodedBatch): Promise<void> {
    try {
      const { producer } = await (this.current ??= this.connect())
      await producer.send(topic, partition, batch)
    } catch (error) {
      throw this.isClosed ? givenUp() : operatorError(error, this.properties)
    }
  }

  /** What still waits for a broker that is away is given up. */
  async close(): Promise<void> {
    this.isClosed = true
    this.connecting?.destroy()
    const connected = await this.current?.catch(() => null)
    this.current = null
    await connected?.client.close(async () => connected.producer.discard())
  }

  private async connect(): Promise<Connected> {
    try {
      return await untilPassed(this.deliveryMs, async () => this.tryConnect())
    } catch (error) {
      this.current = null
      throw error
    }
  }

  private async tryConnect(): Promise<Connected> {
    if (this.isClosed) throw givenUp()
    const client = (this.connecting = createDisposableClient(this.properties))
    const producer = createWireProducer(client.kafka, {
      requestTimeoutMs: requestTimeoutMs(this.properties),
      deliveryTimeoutMs: this.deliveryMs,
    })
    try {
      await producer.open()
      return { client, producer }
    } catch (error) {
      client.destroy()
      throw error
    } finally {
      this.connecting = null
    }
  }
}

function givenUp(): ConnectorError {
  return new ConnectorError('messages were given up: the connection to Kafka is closed')
}

/**
 * At least once through record batches: the sender behind all Kafka sinks of a cluster. A broker that is away is waited for, up to
 * `properties.delivery.timeout.ms` for a message.
 */
import { ConnectorError } from '../../ports.ts'
import { createDisposableClient, deliveryTimeoutMs, requestTimeoutMs } from '../client.ts'
import type { DisposableClient, KafkaProperties } from '../client.ts'
import { operatorError, untilPassed } from '../errors.ts'
import type { CompressionName, MessageSender } from '../sender.ts'
import type { OutgoingMessage } from '../transactions/ports.ts'
import { BufferPool } from './buffer-pool.ts'
import { messageBatch } from './message-batch.ts'
import type { WireProducer } from './ports.ts'
import { createWireProducer } from './producer.ts'

interface Connected {
  readonly client: DisposableClient
  readonly producer: WireProducer
}

export class WireSender implements MessageSender {
  private readonly properties: KafkaProperties
  private readonly pool = new BufferPool()
  private current: Promise<Connected> | null = null
  private isClosed = false

  constructor(properties: KafkaProperties) {
    this.properties = properties
  }

  async send(
    topic: string,
    partition: number,
    messages: readonly OutgoingMessage[],
    compression: CompressionName = 'none',
  ): Promise<void> {
    try {
      const { producer } = await (this.current ??= this.connect())
      await producer.send(topic, partition, messageBatch(messages, compression, this.pool))
    } catch (error) {
      throw this.isClosed ? givenUp() : operatorError(error, this.properties)
    }
  }

  /** What still waits for a broker that is away is given up. */
  async close(): Promise<void> {
    this.isClosed = true
    const connected = await this.current?.catch(() => null)
    await connected?.client.close(async () => connected.producer.discard())
  }

  private async connect(): Promise<Connected> {
    return untilPassed(deliveryTimeoutMs(this.properties), async () => {
      if (this.isClosed) throw givenUp()
      const client = createDisposableClient(this.properties)
      const producer = createWireProducer(client.kafka, {
        requestTimeoutMs: requestTimeoutMs(this.properties),
        deliveryTimeoutMs: deliveryTimeoutMs(this.properties),
      })
      try {
        await producer.open()
        return { client, producer }
      } catch (error) {
        client.destroy()
        throw error
      }
    })
  }
}

function givenUp(): ConnectorError {
  return new ConnectorError('messages were given up: the connection to Kafka is closed')
}

/** What a Kafka sink writes through: at least once by one producer for all sinks, or in a shard's transactions. */
import type { OutgoingMessage } from './transactions/ports.ts'
import { ConnectorError } from '../ports.ts'
import type { KafkaProperties } from './client.ts'
import kafkajs from 'kafkajs'
import type { Message, ProducerRecord, RecordMetadata } from 'kafkajs'

export interface MessageSender {
  /**
   * Messages of one topic-partition; those of one partition arrive in the order of the calls. Resolves when all in-sync
   * replicas have them. Raises ConnectorError; in a transaction also Fenced.
   */
  send(
    topic: string,
    partition: number,
    messages: readonly OutgoingMessage[],
    compression?: CompressionName,
  ): Promise<void>
}

export type CompressionName = 'none' | 'gzip' | 'zstd'

const compressions: Readonly<Record<CompressionName, number>> = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  zstd: kafkajs.CompressionTypes.ZSTD,
}

/** `properties.compression.type`. Raises ConnectorError. */
export function compressionOf(properties: KafkaProperties): CompressionName {
  const name = properties.get('compression.type') ?? 'none'
  if (Object.hasOwn(compressions, name)) return name as CompressionName
  throw new ConnectorError(
    `'properties.compression.type' is '${name}'`,
    `it is one of ${Object.keys(compressions).join(', ')} for now`,
  )
}

type KafkajsSend = (record: ProducerRecord) => Promise<RecordMetadata[]>

/**
 * One request for one topic-partition: over several brokers kafkajs can lose or double a partition when a leader moves, and
 * it says nothing of a partition that it does not know. So the acknowledgement is looked at, too.
 */
export async function sendToPartition(
  send: KafkajsSend,
  topic: string,
  partition: number,
  messages: readonly OutgoingMessage[],
  compression: CompressionName,
): Promise<void> {
  const acknowledged = await send({
    topic,
    acks: -1,
    compression: compressions[compression],
    messages: messages.map((message) => kafkajsMessage(message, partition)),
  })
  const own = acknowledged.filter((found) => found.topicName === topic && found.partition === partition)
  if (own.length !== 1 || acknowledged.length !== 1) {
    throw new ConnectorError(
      `Kafka did not acknowledge the messages for '${topic}', partition ${partition}`,
      'is the partition still there?',
    )
  }
  if (own[0].errorCode !== 0) {
    throw new ConnectorError(`Kafka refused messages for '${topic}', partition ${partition}: code ${own[0].errorCode}`)
  }
}

function kafkajsMessage({ key, value, timestamp, headers }: OutgoingMessage, partition: number): Message {
  const message = { key, value, partition, timestamp: String(timestamp) }
  return headers === undefined ? message : { ...message, headers: Object.fromEntries(headers) }
}

/** Runs what belongs to one topic-partition one after the other, also after a failure. */
export class Lanes {
  private readonly last = new Map<string, Promise<void>>()

  async run(topic: string, partition: number, work: () => Promise<void>): Promise<void> {
    const lane = `${partition} ${topic}`
    const mine = (this.last.get(lane) ?? Promise.resolve()).then(work)
    const settled = mine.catch(() => {})
    this.last.set(lane, settled)
    void settled.then(() => {
      if (this.last.get(lane) === settled) this.last.delete(lane)
    })
    return mine
  }

  /** Nothing is under way. */
  get isIdle(): boolean {
    return this.last.size === 0
  }

  async settled(): Promise<void> {
    await Promise.all(this.last.values())
  }
}

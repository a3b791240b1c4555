/** What a Kafka sink writes through: at least once by one producer for all sinks, or in a shard's transactions. */
import { ConnectorError } from '../ports.ts'
import type { KafkaProperties } from './client.ts'
import { codecs, type Codec } from './wire/codecs.ts'
import type { EncodedBatch } from './wire/ports.ts'

export interface MessageSender {
  /**
   * A batch of one topic-partition, which is the sender's from here on; those of one partition arrive in the order of the
   * calls. Resolves when all in-sync replicas have it. Raises ConnectorError; in a transaction also Fenced.
   */
  send(topic: string, partition: number, batch: EncodedBatch): Promise<void>
}

/** `properties.compression.type`. Raises ConnectorError. */
export function compressionOf(properties: KafkaProperties): Codec {
  const name = properties.get('compression.type') ?? 'none'
  const found = codecs.find((codec) => codec === name)
  if (found !== undefined) return found
  throw new ConnectorError(`'properties.compression.type' is '${name}'`, `it is one of ${codecs.join(', ')}`)
}

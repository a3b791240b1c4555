/** A Kafka source as `sample` reads it: from the beginning to the end there is now, in a group of its own that commits nothing. */
import { randomUUID } from 'node:crypto'
import { KafkaReader } from '../../connectors/kafka/reader.ts'
import { fetchTopics } from '../../connectors/kafka/topic-ends.ts'
import type { TopicEnds } from '../../connectors/kafka/topic-ends.ts'
import { ConnectorError } from '../../connectors/ports.ts'
import type { Remaining, SourceConnector, SourcePositions } from '../../connectors/ports.ts'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import type { SourceNode } from '../../plan/plan.ts'
import { kafkaSourcesOf } from './source.ts'
import type { KafkaSources } from './source.ts'

export class SampleTopic implements SourceConnector {
  readonly shardsMax = 1
  readonly isCuttable = false
  private readonly kafka: KafkaSources
  private ends: ReadonlyMap<string, TopicEnds> = new Map()
  private reader: KafkaReader | null = null

  constructor(node: SourceNode) {
    const kafka = kafkaSourcesOf([node])
    if (kafka === null) throw new ConnectorError(`source \`${node.name}\` is not in Kafka`)
    this.kafka = kafka
  }

  async open(): Promise<void> {
    const [{ topic }] = this.kafka.sources
    this.ends = await fetchTopics(this.kafka.properties, [topic])
  }

  async *batches(_positions: readonly Position[], signal: AbortSignal): AsyncIterable<RecordBatch> {
    const groupId = `sluice-sample-${randomUUID()}`
    const { ends } = this
    const reader = new KafkaReader({ ...this.kafka, groupId, protocol: groupId, shardCount: 1, ends, untilEnd: true })
    this.reader = reader
    const stop = (): void => reader.stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await reader.start({
        onAssigned: () => reader.begin(0, this.beginnings()),
        onProgress: () => {
          if (reader.isAtEnd()) reader.stop()
        },
      })
      for (;;) {
        const delivery = await reader.next()
        if (delivery === null) return
        if (delivery.accept()) for (const { batch } of delivery.batches) yield batch
      }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  remaining(): Remaining | null {
    return null
  }

  async close(): Promise<void> {
    await this.reader?.close()
  }

  private beginnings(): SourcePositions {
    return Object.fromEntries(
      this.kafka.sources.map(({ name, topic }) => [
        name,
        [...(this.ends.get(topic) ?? [])].map(([partition, { low }]) => ({ topic, partition, offset: low })),
      ]),
    )
  }
}

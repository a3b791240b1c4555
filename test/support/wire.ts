/** Kafka through record batches as bytes, for tests: text out and text in. */
import { once } from 'node:events'
import kafkajs, { type Kafka } from 'kafkajs'
import { BatchBuilder } from '../../src/connectors/kafka/wire/batch-builder.ts'
import type { Codec } from '../../src/connectors/kafka/wire/codecs.ts'
import { createWireConsumer } from '../../src/connectors/kafka/wire/consumer.ts'
import { fetchedOf } from '../../src/connectors/kafka/wire/fetcher.ts'
import type { EncodedBatch } from '../../src/connectors/kafka/wire/ports.ts'
import { readRecordBatches } from '../../src/connectors/kafka/wire/records.ts'
import { administerWith, makeTopics } from './kafka-admin.ts'

export function textBatch(values: readonly string[], codec: Codec = 'none', timestamp = Date.now()): EncodedBatch {
  const builder = new BatchBuilder(codec)
  for (const value of values) {
    const bytes = Buffer.from(value)
    builder.append(null, { bytes, start: 0, end: bytes.length }, timestamp)
  }
  return builder.finish()
}

export function kafkaClient(brokers: string, config: Partial<kafkajs.KafkaConfig> = {}): Kafka {
  const list = brokers.split(',')
  return new kafkajs.Kafka({ brokers: list, logLevel: kafkajs.logLevel.NOTHING, ...config })
}

export async function makeTopic(client: Kafka, topic: string, numPartitions = 1, config = {}): Promise<void> {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value: String(value) }))
  await administerWith(client, async (admin) => makeTopics(admin, [{ topic, numPartitions, configEntries }]))
}

export interface SeenText {
  readonly partition: number
  readonly offset: number
  readonly text: string
}

/** Everything of a topic up to the ends that it has now (the last stable ones), in the order of each partition. */
export async function readTopic(client: Kafka, topic: string, limitMs = 30_000): Promise<readonly SeenText[]> {
  const ends = await endsOf(client, topic)
  const seen: SeenText[] = []
  const at = new Map<number, number>()
  const config = { groupId: `read-${topic}-${process.hrtime.bigint()}`, maxWaitTimeInMs: 100 }
  const consumer = createWireConsumer(client, config, { queuedBytesMax: 8 << 20, requestTimeoutMs: 2_000 })
  const done = AbortSignal.timeout(limitMs)
  const finished = new EventTarget()
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    const ended = Promise.race([once(finished, 'end'), once(done, 'abort').then(() => Promise.reject(late(at, ends)))])
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const fetched = fetchedOf(batch)
        if (fetched === null) throw new Error('a batch of kafkajs')
        for (const { count, bytes, starts, ends: to, offsets } of readRecordBatches(fetched)) {
          for (let k = 0; k < count; k++) {
            const text = Buffer.from(bytes.subarray(starts[k], to[k])).toString()
            seen.push({ partition: fetched.partition, offset: offsets[k], text })
          }
        }
        at.set(fetched.partition, fetched.nextOffset)
        if ([...ends].every(([partition, end]) => (at.get(partition) ?? 0) >= end))
          finished.dispatchEvent(new Event('end'))
      },
    })
    if ([...ends.values()].some((end) => end > 0)) await ended
  } finally {
    await consumer.disconnect()
  }
  return seen.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset)
}

function late(at: ReadonlyMap<number, number>, ends: ReadonlyMap<number, number>): Error {
  return new Error(`not at the end in time: ${JSON.stringify([...at])} of ${JSON.stringify([...ends])}`)
}

async function endsOf(client: Kafka, topic: string): Promise<ReadonlyMap<number, number>> {
  const offsets = await administerWith(client, async (admin) => admin.fetchTopicOffsets(topic))
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]))
}

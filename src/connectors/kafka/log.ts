/** The logs of a job's topics, as far as one shard is concerned: what recovery checks before it goes on from a position. */
import { ConnectorError } from '../ports.ts'
import type { RecordMark, SourceLog, SourcePartition } from '../ports.ts'
import {
  createDisposableClient,
  deliveryTimeoutMs,
  requestTimeoutMs,
  withAdmin,
  type KafkaProperties,
} from './client.ts'
import { operatorError, untilPassed, within } from './errors.ts'
import { markOfLast } from './fetched-records.ts'
import type { KafkaSourceOptions } from './topic-sources.ts'
import { shardOf } from './shards.ts'
import { fetchEnds } from './topic-ends.ts'
import type { PartitionEnds, TopicEnds } from './topic-ends.ts'
import { fetchedOf, Fetcher } from './wire/fetcher.ts'
import { openCluster, type Cluster } from './wire/internals.ts'
import { readRecordBatches } from './wire/records.ts'
import { fetchTopicIds } from './wire/topic-ids.ts'

export interface KafkaLogOptions {
  readonly properties: KafkaProperties
  readonly sources: readonly KafkaSourceOptions[]
  readonly shard: number
  readonly shardCount: number
}

/** One record is asked for; brokers give a whole batch in any case. */
const lookupBytes = 64 * 1024

export class KafkaLog implements SourceLog {
  private readonly options: KafkaLogOptions
  private cluster: string | null = null
  /** By topic; as they were when `partitions` was last asked. */
  private ends = new Map<string, TopicEnds>()
  private ids: ReadonlyMap<string, string | null> = new Map()

  constructor(options: KafkaLogOptions) {
    this.options = options
  }

  async clusterId(): Promise<string> {
    this.cluster ??= await fetchClusterId(this.options.properties)
    return this.cluster
  }

  async partitions(): Promise<readonly SourcePartition[]> {
    const { properties, sources, shard, shardCount } = this.options
    const topics = new Set(sources.map(({ topic }) => topic))
    const ends = new Map<string, TopicEnds>()
    await untilPassed(deliveryTimeoutMs(properties), async () =>
      withAdmin(properties, async (admin) => {
        for (const topic of topics) if (!ends.has(topic)) ends.set(topic, await fetchEnds(admin, topic))
      }),
    )
    this.ends = ends
    this.ids = await this.lookUp('the ids of topics', async (cluster) =>
      fetchTopicIds(cluster, [...topics], requestTimeoutMs(properties)),
    )
    return sources.flatMap(({ name, topic }) =>
      [...(ends.get(topic)?.keys() ?? [])]
        .filter((partition) => shardOf(partition, shardCount) === shard)
        .map((partition) => ({ source: name, topic, partition })),
    )
  }

  async topicId(topic: string): Promise<string | null> {
    return this.ids.get(topic) ?? null
  }

  async bounds(partition: SourcePartition): Promise<{ readonly start: number; readonly end: number }> {
    const { low, high } = this.endsOf(partition)
    return { start: low, end: high }
  }

  async startOffset(partition: SourcePartition): Promise<number> {
    const { low, high } = this.endsOf(partition)
    const source = this.options.sources.find(({ name }) => name === partition.source)
    return source?.startup === 'latest-offset' ? high : low
  }

  async recordAt({ topic, partition }: SourcePartition, offset: number): Promise<RecordMark | null> {
    const timeoutMs = requestTimeoutMs(this.options.properties)
    return this.lookUp('the last record', async (cluster) => {
      try {
        return await fetchOne(cluster, topic, partition, offset, timeoutMs)
      } catch (error) {
        if (error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange') return null
        throw error
      }
    })
  }

  /** With connections of its own, for as long as it takes. */
  private async lookUp<T>(what: string, ask: (cluster: Cluster) => Promise<T>): Promise<T> {
    const { properties } = this.options
    return untilPassed(deliveryTimeoutMs(properties), async () => {
      const client = createDisposableClient(properties)
      const cluster = openCluster(client.kafka)
      try {
        await within(requestTimeoutMs(properties), 'a connection', cluster.connect())
        return await within(requestTimeoutMs(properties), what, ask(cluster))
      } catch (error) {
        throw operatorError(error, properties)
      } finally {
        await client.close(() => cluster.disconnect())
      }
    })
  }

  private endsOf({ topic, partition }: SourcePartition): PartitionEnds {
    const ends = this.ends.get(topic)?.get(partition)
    if (ends === undefined) throw new ConnectorError(`there is no partition ${partition} of '${topic}'`)
    return ends
  }
}

async function fetchOne(
  cluster: Cluster,
  topic: string,
  partition: number,
  offset: number,
  requestTimeoutMs: number,
): Promise<RecordMark | null> {
  await cluster.addMultipleTargetTopics([topic])
  const found = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)
  const broker = await cluster.findBroker({ nodeId: found?.leader ?? -1 })
  const { responses } = await new Fetcher(broker, {
    requestTimeoutMs,
    answerBytesMax: () => lookupBytes,
    idleWaitMs: 0,
  }).fetch({
    maxWaitTime: 100,
    minBytes: 1,
    maxBytes: lookupBytes,
    isolationLevel: 1,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: lookupBytes }] }],
  })
  for (const { messages } of responses.flatMap(({ partitions }) => partitions)) {
    const fetched = fetchedOf({ messages })
    const [record] = fetched === null ? [] : readRecordBatches(fetched, 1)
    if (record?.offsets[0] === offset) return markOfLast(record)
  }
  return null
}

/** Kafka's own id of the cluster behind these brokers. Raises ConnectorError. */
export async function fetchClusterId(properties: KafkaProperties): Promise<string> {
  return withAdmin(properties, async (admin) => (await admin.describeCluster()).clusterId)
}

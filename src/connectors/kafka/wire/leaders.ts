/** Who leads a partition, who coordinates a transactional id or a group: looked up, kept, and looked up anew when that fails. */
import { setImmediate as turn } from 'node:timers/promises'
import { addressOf, dropConnection, type Broker, type Cluster } from './internals.ts'
import { refusal, understood, unknownTopicOrPartition } from './errors.ts'
import { connectMsMax } from '../client.ts'
import { within } from '../errors.ts'
import { fetchTopicIds } from './topic-ids.ts'

const leaderNotAvailable = 5
/** How often it is asked whether what is known of the cluster has become old (after five minutes). */
const checkEveryMs = 10_000

export class Leaders {
  private readonly cluster: Cluster
  private readonly limitMs: number
  private readonly topics = new Set<string>()
  /** Topics that are made known together. */
  private joining: { readonly topics: Set<string>; readonly done: Promise<void> } | null = null
  private checkedAtMs = -Infinity
  /** All that ask in one turn are answered together. */
  private checking: Promise<void> | null = null
  /** By topic, of what kafkajs knows, which goes through all topics to find one. Forgotten wherever that may have changed. */
  private readonly partitions = new Map<string, ReturnType<Cluster['findTopicPartitionMetadata']>>()
  private readonly coordinators = new Map<string, number>()

  constructor(cluster: Cluster, limitMs: number) {
    this.cluster = cluster
    this.limitMs = limitMs
  }

  async connect(): Promise<void> {
    // kafkajs tries several times, and then says why it failed.
    await within(connectMsMax, 'connecting to Kafka', this.cluster.connect())
    await within(this.limitMs, "asking for Kafka's brokers", this.cluster.refreshMetadataIfNecessary())
  }

  async topicIds(topics: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    return within(this.limitMs, 'the ids of topics', fetchTopicIds(this.cluster, topics, this.limitMs))
  }

  async ofPartition(topic: string, partition: number): Promise<number> {
    const what = `asking for the leader of '${topic}'`
    if (!this.topics.has(topic)) await within(this.limitMs, what, this.makeKnown(topic))
    if (this.isOld) await this.checkTogether()
    let found = this.leaderKnown(topic, partition)
    if (found === undefined) {
      // What was asked for before the topic was known may have been answered behind it.
      await within(this.limitMs, what, this.check())
      found = this.leaderKnown(topic, partition)
    }
    const place = `'${topic}', partition ${partition}`
    if (found === undefined) throw refusal(place, unknownTopicOrPartition)
    if (found.leader === null || found.leader < 0) throw refusal(place, leaderNotAvailable)
    return found.leader
  }

  /** Numbers of its partitions. */
  async partitionsOf(topic: string): Promise<readonly number[]> {
    if (!this.topics.has(topic)) {
      await within(this.limitMs, `asking for the partitions of '${topic}'`, this.makeKnown(topic))
    }
    return this.cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)
  }

  private leaderKnown(topic: string, partition: number): { readonly leader: number | null } | undefined {
    let known = this.partitions.get(topic)
    if (known === undefined) {
      known = this.cluster.findTopicPartitionMetadata(topic)
      this.partitions.set(topic, known)
    }
    return known.find(({ partitionId }) => partitionId === partition)
  }

  /** kafkajs asks for all topics that it knows whenever there is a new one: those of one turn are new together. */
  private async makeKnown(topic: string): Promise<void> {
    this.joining ??= this.joinNextTurn()
    this.joining.topics.add(topic)
    // One that is missing fails for all: each asks again for itself.
    await this.joining.done.catch(async () => this.cluster.addMultipleTargetTopics([topic]))
    this.topics.add(topic)
    this.partitions.delete(topic)
  }

  private joinNextTurn(): NonNullable<Leaders['joining']> {
    const topics = new Set<string>()
    const done = turn().then(async () => {
      this.joining = null
      await this.cluster.addMultipleTargetTopics([...topics])
      this.partitions.clear()
    })
    return { topics, done }
  }

  private get isOld(): boolean {
    return performance.now() - this.checkedAtMs >= checkEveryMs
  }

  private async checkTogether(): Promise<void> {
    this.checking ??= within(this.limitMs, 'asking for the leaders of topics', this.check()).finally(
      () => (this.checking = null),
    )
    return this.checking
  }

  /** Whether metadata are too old kafkajs finds out by going through all topics, for each of them. */
  private async check(): Promise<void> {
    await this.cluster.refreshMetadataIfNecessary()
    this.partitions.clear()
    this.checkedAtMs = performance.now()
  }

  async broker(nodeId: number): Promise<Broker> {
    return within(this.limitMs, `connecting to broker ${nodeId}`, this.cluster.findBroker({ nodeId }))
  }

  async anyBroker(): Promise<Broker> {
    await within(this.limitMs, "asking for Kafka's brokers", this.cluster.refreshMetadataIfNecessary())
    return within(this.limitMs, 'connecting to a broker', this.cluster.findControllerBroker())
  }

  async coordinator(groupId: string, coordinatorType: number): Promise<Broker> {
    const key = `${coordinatorType} ${groupId}`
    const known = this.coordinators.get(key)
    if (known !== undefined) return this.broker(known)
    const what = `asking for the coordinator of '${groupId}'`
    const found = await within(this.limitMs, what, this.cluster.findGroupCoordinator({ groupId, coordinatorType }))
    if (found.nodeId !== null) this.coordinators.set(key, found.nodeId)
    return found
  }

  /** After an error that says or hints that another broker is to be asked. Whether a broker answered; never rejects. */
  async lookAnew(failed: Broker | null, isNetwork: boolean): Promise<boolean> {
    this.coordinators.clear()
    this.partitions.clear()
    this.checkedAtMs = -Infinity
    try {
      if (isNetwork && failed !== null) await within(this.limitMs, `leaving ${addressOf(failed)}`, this.leave(failed))
      if (!this.cluster.isConnected()) await within(this.limitMs, 'connecting to Kafka', this.cluster.connect())
      await within(this.limitMs, "asking for Kafka's brokers", this.cluster.refreshMetadata())
      this.partitions.clear()
      return true
    } catch (raised) {
      // Whoever asks next finds out, and tries again.
      return understood(raised, '').error.code !== null
    }
  }

  /** The next request makes a new connection, or meets the broker that has the address now. */
  private async leave(broker: Broker): Promise<void> {
    await dropConnection(broker, 0)
    const isCurrent = Object.values(this.cluster.brokerPool.brokers).includes(broker)
    if (isCurrent) this.cluster.removeBroker(broker.connectionPool)
  }

  async disconnect(): Promise<void> {
    await within(this.limitMs, 'leaving Kafka', this.cluster.disconnect())
  }
}

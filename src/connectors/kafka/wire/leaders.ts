/** Who leads a partition, who coordinates a transactional id or a group: looked up, kept, and looked up anew when that fails. */
import { addressOf, dropConnection, type Broker, type Cluster } from './internals.ts'
import { refusal, understood, unknownTopicOrPartition } from './errors.ts'
import { connectMsMax } from '../client.ts'
import { within } from '../errors.ts'

const leaderNotAvailable = 5

export class Leaders {
  private readonly cluster: Cluster
  private readonly limitMs: number
  private readonly topics = new Set<string>()
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

  async ofPartition(topic: string, partition: number): Promise<number> {
    const what = `asking for the leader of '${topic}'`
    if (!this.topics.has(topic)) {
      await within(this.limitMs, what, this.cluster.addMultipleTargetTopics([topic]))
      this.topics.add(topic)
    }
    await within(this.limitMs, what, this.cluster.refreshMetadataIfNecessary())
    const found = this.cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)
    const place = `'${topic}', partition ${partition}`
    if (found === undefined) throw refusal(place, unknownTopicOrPartition)
    if (found.leader === null || found.leader < 0) throw refusal(place, leaderNotAvailable)
    return found.leader
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
    try {
      if (isNetwork && failed !== null) await within(this.limitMs, `leaving ${addressOf(failed)}`, this.leave(failed))
      if (!this.cluster.isConnected()) await within(this.limitMs, 'connecting to Kafka', this.cluster.connect())
      await within(this.limitMs, "asking for Kafka's brokers", this.cluster.refreshMetadata())
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

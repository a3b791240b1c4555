/**
 * A process as a member of its job's group: kafkajs's consumer, which joins, keeps the group told that it lives, and fetches what
 * was assigned. It says when a broker stays away, or when others in the group do not belong to the job.
 */
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { ConnectorError } from '../ports.ts'
import { pause } from '../rate-limit.ts'
import { shardAssigner } from './assigner.ts'
import type { AssignedPartitions } from './assignment.ts'
import {
  createDisposableClient,
  deliveryTimeoutMs,
  integerProperty,
  operatorError,
  requestTimeoutMs,
  type DisposableClient,
  type KafkaProperties,
} from './client.ts'
import { createWireConsumer } from './wire/consumer.ts'

export interface GroupMemberOptions {
  readonly properties: KafkaProperties
  readonly groupId: string
  /** Of the members that may share the work. */
  readonly protocol: string
  readonly shardCount: number
}

/** What the member tells. */
export interface GroupListener {
  /** The shards that this process has. */
  shards(): readonly number[]
  /** The group was joined. Synchronous, so that no fetch comes between the assignment and what it means. */
  onJoined(assigned: AssignedPartitions): void
  /** The group knows that we live: what was assigned is still ours. */
  onBeat(): void
  /** The next fetch of the partition comes when this is done. */
  onFetched(payload: EachBatchPayload): Promise<void>
  /** Fetched, from one offset to another, but without a record for us: control or aborted ones only. */
  onPassed(topic: string, partition: number, firstOffset: number, lastOffset: number): void
  onFailure(error: Error): void
}

/** Of one answer. A batch that is cut at its end is fetched again, so several should fit: brokers take up to 1 MB by default. */
const partitionBytesMax = 4 << 20
/** Of all answers that were fetched and are not worked on yet. */
const queuedBytesMax = 32 << 20
/** A broker that has not answered a fetch or a heartbeat for so long is away. */
const silenceMsMax = 10_000
/** So long a broker that has had nothing for long waits for records, before it says that there are none. */
const idleWaitMsMax = 1_000

/** So long beyond a session others may be in the group that do not belong to it. */
const strangersMsMax = 5_000
const rejoinMs = 500

export class GroupMember {
  private readonly options: GroupMemberOptions
  private readonly listener: GroupListener
  /** Aborted: nothing is read any more. */
  private readonly stopped: AbortSignal
  private readonly client: DisposableClient
  private consumer: Consumer | null = null
  /** Monotonic; of the last answer of a broker to the consumer. */
  private answeredAtMs = 0
  private strangersUntilMs = 0
  private watch: NodeJS.Timeout | undefined

  constructor(options: GroupMemberOptions, listener: GroupListener, stopped: AbortSignal) {
    this.options = options
    this.listener = listener
    this.stopped = stopped
    this.client = createDisposableClient(options.properties)
  }

  async join(topics: readonly string[]): Promise<void> {
    const { properties } = this.options
    const sessionTimeout = integerProperty(properties, 'session.timeout.ms', 30_000)
    const heartbeatInterval = integerProperty(properties, 'heartbeat.interval.ms', 3_000)
    const consumer = this.createConsumer(sessionTimeout, heartbeatInterval)
    this.consumer = consumer
    this.listen(consumer)
    this.strangersUntilMs = performance.now() + sessionTimeout + strangersMsMax
    await consumer.connect()
    // Where it would start by itself is nowhere used: each partition is sought before it is read.
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await this.run(consumer)
  }

  /** Between a crash and the next time the group is joined kafkajs refuses; then `onJoined` does it all. */
  steer(act: (consumer: Consumer) => void): void {
    if (this.consumer === null) return
    try {
      act(this.consumer)
    } catch (error) {
      if (!/was not initialized/.test(String(error))) throw error
    }
  }

  isUp(): boolean {
    return this.consumer === null || performance.now() - this.answeredAtMs < silenceMsMax
  }

  /** Silence means nothing any more. */
  stopWatching(): void {
    clearInterval(this.watch)
  }

  async leave(): Promise<void> {
    const { consumer } = this
    this.consumer = null
    await this.client.close(async () => consumer?.disconnect())
  }

  private createConsumer(sessionTimeout: number, heartbeatInterval: number): Consumer {
    const { groupId, properties, protocol, shardCount } = this.options
    const config = {
      groupId,
      partitionAssigners: [shardAssigner({ name: protocol, shardCount }, () => this.listener.shards())],
      sessionTimeout,
      heartbeatInterval,
      // While all partitions are paused it sleeps so long without a heartbeat.
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: partitionBytesMax,
      retry: { retries: 10, restartOnFailure: async () => true },
    }
    return createWireConsumer(this.client.kafka, config, {
      queuedBytesMax,
      // While a fetch is waited for there are no heartbeats.
      requestTimeoutMs: Math.min(requestTimeoutMs(properties), sessionTimeout / 2),
      idleWaitMs: Math.min(idleWaitMsMax, heartbeatInterval),
    })
  }

  private async run(consumer: Consumer): Promise<void> {
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.listener.onFetched(payload),
    })
  }

  private listen(consumer: Consumer): void {
    const { listener } = this
    const { events } = consumer
    const note = (): void => {
      this.answeredAtMs = performance.now()
    }
    note()
    this.watch = setInterval(() => this.failIfSilent(), 1_000)
    for (const event of [events.GROUP_JOIN, events.HEARTBEAT, events.FETCH]) consumer.on(event, note)
    consumer.on(events.GROUP_JOIN, ({ payload }) =>
      listener.onJoined(new Map(Object.entries(payload.memberAssignment))),
    )
    consumer.on(events.HEARTBEAT, () => listener.onBeat())
    consumer.on(events.CRASH, ({ payload }) => {
      if (!payload.restart) void this.onCrash(consumer, payload.error)
    })
    consumer.on(events.END_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, firstOffset, lastOffset } }) => {
      if (batchSize === 0) listener.onPassed(topic, partition, Number(firstOffset), Number(lastOffset))
    })
  }

  /** kafkajs tries for ever: a broker that stays away ends the job, with the reason. */
  private failIfSilent(): void {
    const { properties } = this.options
    const silentMs = performance.now() - this.answeredAtMs
    if (silentMs <= Math.max(silenceMsMax, deliveryTimeoutMs(properties))) return
    this.listener.onFailure(
      new ConnectorError(
        `cannot reach Kafka at ${properties.get('bootstrap.servers') ?? ''}: no answer for ${Math.round(silentMs / 1000)} s`,
        "is the broker up, and 'properties.bootstrap.servers' right?",
      ),
    )
  }

  /** Processes of this job that still have the former number of shards leave when they notice; strangers do not. */
  private async onCrash(consumer: Consumer, error: Error): Promise<void> {
    const { groupId, properties } = this.options
    const isOfOthers = /supported protocols are incompatible/.test(error.message)
    if (!isOfOthers) return this.listener.onFailure(operatorError(error, properties))
    if (performance.now() > this.strangersUntilMs) {
      const help = `another program, another job, or a process with another --state-dir or 'job.shards' uses it: stop that one, or SET 'job.name' to a name of its own`
      const reason = `the consumer group '${groupId}' has members that do not belong to this job`
      return this.listener.onFailure(new ConnectorError(reason, help, { cause: error }))
    }
    await pause(rejoinMs, this.stopped)
    if (this.stopped.aborted) return
    try {
      await consumer.connect()
      await this.run(consumer)
    } catch (failure) {
      this.listener.onFailure(operatorError(failure, properties))
    }
  }
}

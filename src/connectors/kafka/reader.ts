/**
 * Reads all Kafka sources of a job as one member of its group. The group only says which shards are this process's; where to
 * read on is known from the job's checkpoints, and no offset is ever committed in this group. The client is eager: in each
 * rebalance it gives everything back, and tells only afterwards what it got. So each one begins with all partitions paused;
 * what stays goes on where this process stands, what is new waits for `begin`.
 */
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { ConnectorError } from '../ports.ts'
import type {
  Delivery,
  PartitionLag,
  Remaining,
  ShardOwner,
  ShardReader,
  SourcePosition,
  SourcePositions,
} from '../ports.ts'
import { pause, RateLimit } from '../rate-limit.ts'
import { shardAssigner } from './assigner.ts'
import {
  createDisposableClient,
  deliveryTimeoutMs,
  integerProperty,
  operatorError,
  requestTimeoutMs,
  withAdmin,
  type DisposableClient,
  type KafkaProperties,
} from './client.ts'
import { Handoff } from './handoff.ts'
import { fetchedPieces, type FetchedPiece } from './fetched-records.ts'
import type { MessageFormat } from './record-batch.ts'
import { createWireConsumer } from './wire/consumer.ts'
import { WireError } from './wire/ports.ts'
import { PartitionState } from './partition-state.ts'
import { shardOf } from './shards.ts'
import { fetchEnds, refusedOffset } from './topic-ends.ts'
import type { TopicEnds } from './topic-ends.ts'

export interface KafkaReaderOptions {
  readonly properties: KafkaProperties
  readonly groupId: string
  /** Of the members that may share the work. */
  readonly protocol: string
  readonly shardCount: number
  readonly sources: readonly KafkaSourceOptions[]
  /** By topic; where a job ends that reads `untilEnd`. */
  readonly ends: ReadonlyMap<string, TopicEnds>
  readonly untilEnd: boolean
}

export interface KafkaSourceOptions {
  readonly name: string
  readonly topic: string
  /** Where a partition starts on the first start of the job. */
  readonly startup: 'earliest-offset' | 'latest-offset' | 'group-offsets'
  /** How messages are cut into records and read. */
  readonly format: MessageFormat
  readonly recordsPerSecondMax: number | null
}

/** Of one answer. A batch that is cut at its end is fetched again, so several should fit: brokers take up to 1 MB by default. */
const partitionBytesMax = 4 << 20
/** Of all answers that were fetched and are not worked on yet. */
const queuedBytesMax = 32 << 20
/** A broker that has not answered a fetch or a heartbeat for so long is away. */
const silenceMsMax = 10_000
/** So long a broker that has had nothing for long waits for records, before it says that there are none. */
const idleWaitMsMax = 1_000
/** So often the group is told that we live, while a batch waits to be taken. */
const beatMs = 1_000

/** So long beyond a session others may be in the group that do not belong to it. */
const strangersMsMax = 5_000
const rejoinMs = 500

interface Source extends KafkaSourceOptions {
  readonly rateLimit: RateLimit | null
}

export class KafkaReader implements ShardReader {
  readonly sources: readonly string[]
  private readonly options: KafkaReaderOptions
  private readonly client: DisposableClient
  private readonly topics: ReadonlyMap<string, readonly Source[]>
  private readonly handoff = new Handoff<Delivery>()
  private readonly stopped = new AbortController()
  private consumer: Consumer | null = null
  private owner: ShardOwner | null = null
  /** By topic: the partitions that the group gave us. */
  private assigned: ReadonlyMap<string, readonly number[]> = new Map()
  private owned: ReadonlySet<number> = new Set()
  /** Of the shards that were begun. */
  private readonly partitions = new Map<string, PartitionState>()
  private waitingForBeat: (() => void)[] = []
  /** Monotonic; of the last answer of a broker to the consumer. */
  private answeredAtMs = 0
  private strangersUntilMs = 0
  private watch: NodeJS.Timeout | undefined

  constructor(options: KafkaReaderOptions) {
    this.options = options
    this.client = createDisposableClient(options.properties)
    this.sources = options.sources.map(({ name }) => name)
    const sources = options.sources.map((source): Source => {
      const limit = source.recordsPerSecondMax
      return { ...source, rateLimit: limit === null ? null : new RateLimit(limit) }
    })
    this.topics = Map.groupBy(sources, ({ topic }) => topic)
  }

  async start(owner: ShardOwner): Promise<void> {
    this.owner = owner
    try {
      await this.join()
    } catch (error) {
      throw operatorError(error, this.options.properties)
    }
  }

  begin(shard: number, positions: SourcePositions): void {
    if (!this.owned.has(shard)) return
    for (const { topic, partition } of this.assignedOf(shard)) {
      const name = this.topics.get(topic)?.[0].name ?? ''
      const found = (positions[name] ?? []).find((position) => position.partition === partition)
      this.beginPartition(found ?? { topic, partition, offset: 0 })
    }
    this.owner?.onProgress()
  }

  suspend(shard: number): void {
    for (const [key, state] of this.partitions) {
      if (this.shardOf(state.partition) !== shard) continue
      this.partitions.delete(key)
      this.steer((consumer) => consumer.pause([{ topic: state.topic, partitions: [state.partition] }]))
    }
  }

  positions(shard: number): SourcePositions {
    const states = [...this.partitions.values()].filter(({ partition }) => this.shardOf(partition) === shard)
    return Object.fromEntries(
      this.options.sources.map(({ name, topic }) => [
        name,
        states.filter((state) => state.topic === topic).map((state) => state.position),
      ]),
    )
  }

  async next(): Promise<Delivery | null> {
    try {
      return await this.handoff.take()
    } catch (error) {
      throw operatorError(error, this.options.properties)
    }
  }

  async confirm(shard: number): Promise<boolean> {
    if (!this.handoff.hasEnded && this.owned.has(shard)) {
      await new Promise<void>((resolve) => this.waitingForBeat.push(resolve))
    }
    return !this.handoff.hasEnded && this.owned.has(shard)
  }

  isAtEnd(): boolean {
    if (!this.options.untilEnd || this.owned.size === 0) return false
    return [...this.assigned].every(([topic, partitions]) =>
      partitions.every((partition) => {
        const state = this.partitions.get(keyOf(topic, partition))
        return state !== undefined && state.next >= (this.options.ends.get(topic)?.get(partition)?.high ?? 0)
      }),
    )
  }

  stop(): void {
    this.end()
  }

  remaining(): ReadonlyMap<string, Remaining> {
    return new Map(this.options.sources.map(({ name, topic }) => [name, { records: this.remainingOf(topic) }]))
  }

  isUp(): boolean {
    return this.consumer === null || performance.now() - this.answeredAtMs < silenceMsMax
  }

  lag(): readonly PartitionLag[] {
    return this.options.sources.flatMap(({ name, topic }) =>
      [...this.partitions.values()]
        .filter((state) => state.topic === topic)
        .map((state) => {
          const end = state.end ?? this.options.ends.get(topic)?.get(state.partition)?.high ?? 0
          return { source: name, topic, partition: state.partition, records: Math.max(0, end - state.next) }
        }),
    )
  }

  async close(): Promise<void> {
    this.end()
    const { consumer } = this
    this.consumer = null
    await this.client.close(async () => consumer?.disconnect())
  }

  /** kafkajs tries for ever: a broker that stays away ends the job, with the reason. */
  private endIfSilent(): void {
    const { properties } = this.options
    const silentMs = performance.now() - this.answeredAtMs
    if (silentMs <= Math.max(silenceMsMax, deliveryTimeoutMs(properties))) return
    this.end(
      new ConnectorError(
        `cannot reach Kafka at ${properties.get('bootstrap.servers') ?? ''}: no answer for ${Math.round(silentMs / 1000)} s`,
        "is the broker up, and 'properties.bootstrap.servers' right?",
      ),
    )
  }

  private end(error: Error | null = null): void {
    clearInterval(this.watch)
    this.handoff.end(error)
    this.stopped.abort()
    this.tellBeat()
    this.pauseAll()
  }

  private async join(): Promise<void> {
    const { groupId, properties, protocol, shardCount } = this.options
    const sessionTimeout = integerProperty(properties, 'session.timeout.ms', 30_000)
    const heartbeatInterval = integerProperty(properties, 'heartbeat.interval.ms', 3_000)
    const config = {
      groupId,
      partitionAssigners: [shardAssigner({ name: protocol, shardCount }, () => [...this.owned])],
      sessionTimeout,
      heartbeatInterval,
      // While all partitions are paused it sleeps so long without a heartbeat.
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: partitionBytesMax,
      retry: { retries: 10, restartOnFailure: async () => true },
    }
    // While a fetch is waited for there are no heartbeats.
    const fetchMs = Math.min(requestTimeoutMs(properties), sessionTimeout / 2)
    const consumer = createWireConsumer(this.client.kafka, config, {
      queuedBytesMax,
      requestTimeoutMs: fetchMs,
      idleWaitMs: Math.min(idleWaitMsMax, heartbeatInterval),
    })
    this.consumer = consumer
    this.listen(consumer)
    this.strangersUntilMs = performance.now() + sessionTimeout + strangersMsMax
    await consumer.connect()
    // Where it would start by itself is nowhere used: each partition is sought before it is read.
    await consumer.subscribe({ topics: [...this.topics.keys()], fromBeginning: true })
    await this.run(consumer)
  }

  private async run(consumer: Consumer): Promise<void> {
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.take(payload),
    })
  }

  private listen(consumer: Consumer): void {
    const { events } = consumer
    const note = (): void => {
      this.answeredAtMs = performance.now()
    }
    note()
    this.watch = setInterval(() => this.endIfSilent(), 1_000)
    for (const event of [events.GROUP_JOIN, events.HEARTBEAT, events.FETCH]) consumer.on(event, note)
    consumer.on(events.GROUP_JOIN, ({ payload }) => this.onJoined(new Map(Object.entries(payload.memberAssignment))))
    consumer.on(events.HEARTBEAT, () => this.tellBeat())
    consumer.on(events.CRASH, ({ payload }) => {
      if (!payload.restart) void this.onCrash(consumer, payload.error)
    })
    consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      // Batches of control or aborted records only are never handed out, but the position moves past them.
      if (payload.batchSize > 0) return
      const state = this.partitions.get(keyOf(payload.topic, payload.partition))
      if (state?.skip(Number(payload.firstOffset), Number(payload.lastOffset)) === true) this.owner?.onProgress()
    })
  }

  /** Synchronous, so that no fetch comes between the assignment and what it means. */
  private onJoined(assigned: ReadonlyMap<string, readonly number[]>): void {
    const before = this.owned
    this.assigned = assigned
    this.owned = new Set([...assigned.values()].flat().map((partition) => this.shardOf(partition)))
    this.handoff.release()
    this.pauseAll()
    const begun = new Set([...this.partitions.values()].map(({ partition }) => this.shardOf(partition)))
    for (const [key, { partition }] of this.partitions) {
      if (!this.owned.has(this.shardOf(partition))) this.partitions.delete(key)
    }
    for (const shard of begun) if (this.owned.has(shard)) this.goOn(shard)
    this.owner?.onAssigned({
      gained: [...this.owned].filter((shard) => !before.has(shard)),
      lost: [...before].filter((shard) => !this.owned.has(shard)),
    })
    this.owner?.onProgress()
  }

  /** A shard that stays: where this process stands. A partition that was made meanwhile is read from its beginning. */
  private goOn(shard: number): void {
    for (const { topic, partition } of this.assignedOf(shard)) {
      const state = this.partitions.get(keyOf(topic, partition))
      this.beginPartition(state?.position ?? { topic, partition, offset: 0 })
    }
  }

  private beginPartition(position: SourcePosition): void {
    const { topic, partition } = position
    const state = new PartitionState(position)
    this.partitions.set(keyOf(topic, partition), state)
    this.seek(state)
    this.steer((consumer) => consumer.resume([{ topic, partitions: [partition] }]))
  }

  private seek(state: PartitionState): void {
    const { topic, partition } = state
    const offset = String(state.sought())
    this.steer((consumer) => consumer.seek({ topic, partition, offset }))
  }

  private pauseAll(): void {
    const topics = [...this.assigned].map(([topic, partitions]) => ({ topic, partitions: [...partitions] }))
    this.steer((consumer) => consumer.pause(topics))
  }

  /** Between a crash and the next time the group is joined kafkajs refuses; then `onJoined` does it all. */
  private steer(act: (consumer: Consumer) => void): void {
    if (this.consumer === null) return
    try {
      act(this.consumer)
    } catch (error) {
      if (!/was not initialized/.test(String(error))) throw error
    }
  }

  /** One fetch's messages of a partition, handed on in batches of the engine's size. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const state = this.partitions.get(keyOf(batch.topic, batch.partition))
    if (state === undefined || payload.isStale()) return
    state.end = Number(batch.highWatermark)
    let isSteady = true
    const beat = setInterval(() => {
      payload.heartbeat().catch(() => {
        isSteady = false
        this.handoff.release()
      })
    }, beatMs)
    try {
      if (!(await this.isContiguous(state, fetchedOffsetOf(batch)))) return
      if (!(await this.deliver(state, payload, () => isSteady))) return
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      // Raised into kafkajs it would be tried again for ever.
      return this.end(operatorError(error, this.options.properties))
    } finally {
      clearInterval(beat)
    }
    // Past markers and aborted records behind the last message.
    payload.resolveOffset(batch.lastOffset())
    state.finish(Number(batch.lastOffset()))
    this.owner?.onProgress()
  }

  /** false: not all was accepted; the rest is fetched again, if it is still ours. */
  private async deliver(state: PartitionState, payload: EachBatchPayload, isSteady: () => boolean): Promise<boolean> {
    for (const piece of fetchedPieces(payload.batch, state.next, this.recordsAtOnce(state.topic))) {
      const { last } = piece
      const delivery = this.delivery(state, piece)
      const records = delivery.batches.map(({ batch }) => batch.count)
      await this.holdBack(state.topic, Math.max(...records))
      if (!payload.isRunning() || payload.isStale() || !this.isCurrent(state)) return false
      // The group is about to be joined again: who holds his records back, or has many, must not keep the others waiting.
      if (isSteady()) await this.handoff.give(delivery)
      if (state.next <= last.offset) {
        if (this.isCurrent(state)) this.seek(state)
        return false
      }
    }
    return true
  }

  private delivery(state: PartitionState, piece: FetchedPiece): Delivery {
    const { topic, partition, next } = state
    const sources = this.topics.get(topic) ?? []
    return {
      shard: this.shardOf(partition),
      batches: sources.map(({ name, format }) => ({ source: name, batch: piece.records(format) })),
      accept: () => {
        if (!this.isCurrent(state) || state.next !== next) return false
        state.advance(piece.last)
        return true
      },
      release: () => piece.release(),
    }
  }

  private isCurrent(state: PartitionState): boolean {
    return this.partitions.get(keyOf(state.topic, state.partition)) === state
  }

  /** Where records are held back, they come in small batches. */
  private recordsAtOnce(topic: string): number {
    const limits = (this.topics.get(topic) ?? []).map(({ rateLimit }) => rateLimit?.batchRecordsMax ?? Infinity)
    return Math.min(...limits)
  }

  private async holdBack(topic: string, records: number): Promise<void> {
    const nowMs = performance.now()
    const delays = (this.topics.get(topic) ?? []).map(({ rateLimit }) => rateLimit?.delayMs(records, nowMs) ?? 0)
    await pause(Math.max(...delays), this.stopped.signal)
  }

  /**
   * Where an offset is out of range, kafkajs goes to the first record that is there, and says nothing. So what was fetched has
   * to begin where the last batch ended; if not, the reason is looked for.
   */
  private async isContiguous(state: PartitionState, fetchedOffset: number): Promise<boolean> {
    if (fetchedOffset === state.expected) return true
    const { topic, partition } = state
    const ends = await withAdmin(this.options.properties, async (admin) => fetchEnds(admin, topic))
    const found = ends.get(partition)
    const refused = found === undefined ? null : refusedOffset(topic, partition, state.next, found)
    if (refused !== null) this.end(refused)
    else if (this.isCurrent(state)) this.seek(state)
    return false
  }

  private tellBeat(): void {
    for (const resolve of this.waitingForBeat.splice(0)) resolve()
  }

  private remainingOf(topic: string): number {
    let records = 0
    for (const [partition, { low, high }] of this.options.ends.get(topic) ?? []) {
      const isOurs = this.owned.size === 0 || this.owned.has(this.shardOf(partition))
      if (isOurs) records += Math.max(0, high - (this.partitions.get(keyOf(topic, partition))?.next ?? low))
    }
    return records
  }

  private *assignedOf(shard: number): Generator<{ readonly topic: string; readonly partition: number }> {
    for (const [topic, partitions] of this.assigned) {
      for (const partition of partitions) if (this.shardOf(partition) === shard) yield { topic, partition }
    }
  }

  private shardOf(partition: number): number {
    return shardOf(partition, this.options.shardCount)
  }

  /** Processes of this job that still have the former number of shards leave when they notice; strangers do not. */
  private async onCrash(consumer: Consumer, error: Error): Promise<void> {
    const { groupId, properties } = this.options
    if (!/supported protocols are incompatible/.test(error.message)) return this.end(operatorError(error, properties))
    if (performance.now() > this.strangersUntilMs) {
      const help = `another program, another job, or a process with another --state-dir or 'job.shards' uses it: stop that one, or SET 'job.name' to a name of its own`
      const reason = `the consumer group '${groupId}' has members that do not belong to this job`
      return this.end(new ConnectorError(reason, help, { cause: error }))
    }
    await pause(rejoinMs, this.stopped.signal)
    if (this.handoff.hasEnded) return
    try {
      await consumer.connect()
      await this.run(consumer)
    } catch (failure) {
      this.end(operatorError(failure, properties))
    }
  }
}

function keyOf(topic: string, partition: number): string {
  return `${partition}/${topic}`
}

/** What was asked for. kafkajs 2.2.4 has it on a batch and not in its types. */
function fetchedOffsetOf(batch: object): number {
  return Number(Reflect.get(batch, 'fetchedOffset'))
}

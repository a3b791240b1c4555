/**
 * The Kafka source: a member of the consumer group, at least once. Offsets are committed to the group by the runtime, after
 * everything before them is durable in all sinks; kafkajs never commits by itself.
 */
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import { ConnectorError, type PartitionLag, type SourceConnector } from '../ports.ts'
import {
  createClient,
  deliveryTimeoutMs,
  integerProperty,
  operatorError,
  partitionsOf,
  withAdmin,
  type KafkaProperties,
} from './client.ts'
import { pause, RateLimit } from '../rate-limit.ts'
import { codeNameOf, untilPassed, untilSettled } from './errors.ts'
import { Handoff } from './handoff.ts'
import { recordBatch } from './record-batch.ts'
import type { MessageFormat } from './record-batch.ts'

export interface KafkaSourceOptions {
  readonly topic: string
  readonly groupId: string
  readonly properties: KafkaProperties
  /** Where a partition starts for which the group has no offset; `group-offsets` is the earliest then: nothing is lost. */
  readonly startup: 'earliest-offset' | 'latest-offset' | 'group-offsets'
  /** How messages are cut into records and read. */
  readonly format: MessageFormat
  readonly recordsPerSecondMax: number | null
  /** Stop at the ends that the partitions have when the source is opened. */
  readonly untilEnd: boolean
}

/** Larger batches lie badly in caches. */
const batchRecordsMax = 4_096

/** A broker that has not answered a fetch or a heartbeat for so long is away. */
const silenceMsMax = 10_000

interface PartitionEnds {
  readonly low: number
  readonly high: number
}

export function createKafkaSource(options: KafkaSourceOptions): SourceConnector {
  return new KafkaSource(options)
}

class KafkaSource implements SourceConnector {
  private readonly options: KafkaSourceOptions
  private readonly client: Kafka
  private readonly handoff = new Handoff<RecordBatch>()
  private consumer: Consumer | null = null
  private ends = new Map<number, PartitionEnds>()
  /** The end of each partition as the last fetch told it. */
  private readonly latestEnds = new Map<number, number>()
  /** Monotonic; of the last answer of a broker to the consumer. */
  private answeredAtMs = 0
  /** Next offset by partition, as far as batches were handed out. */
  private readonly next = new Map<number, number>()
  private assigned = new Set<number>()
  /** Of the assigned partitions: what the group has committed, as the first fetch told, or since; nowhere: -1. */
  private readonly groupAt = new Map<number, number>()
  private readonly rateLimit: RateLimit | null

  constructor(options: KafkaSourceOptions) {
    this.options = options
    this.rateLimit = options.recordsPerSecondMax === null ? null : new RateLimit(options.recordsPerSecondMax)
    this.client = createClient(options.properties)
  }

  async open(): Promise<void> {
    await withAdmin(this.options.properties, async (admin) => {
      await partitionsOf(admin, this.options.topic)
      this.ends = await fetchEnds(admin, this.options.topic)
      const committed = await this.fetchCommitted(admin)
      for (const [partition, ends] of this.ends) {
        this.next.set(partition, startOffset(this.options, partition, committed.get(partition) ?? null, ends))
        if (!committed.has(partition)) this.groupAt.set(partition, -1)
      }
    })
  }

  async committed(): Promise<readonly Position[] | null> {
    return [...this.next].map(([partition, offset]) => ({ topic: this.options.topic, partition, offset }))
  }

  async *batches(_positions: readonly Position[], signal: AbortSignal): AsyncIterable<RecordBatch> {
    if (this.options.untilEnd && this.atEnd([...this.next.keys()])) return
    const stop = (): void => this.handoff.end()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) return
    try {
      await this.join()
      for await (const batch of this.handoff.items()) {
        if (this.rateLimit !== null) await pause(this.rateLimit.delayMs(batch.count, performance.now()), signal)
        yield batch
      }
    } catch (error) {
      throw operatorError(error, this.options.properties)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async commit(positions: readonly Position[]): Promise<void> {
    const ahead = positions.filter(({ partition, offset }) => offset > (this.groupAt.get(partition) ?? Infinity))
    if (this.consumer === null || ahead.length === 0) return
    try {
      const { consumer } = this
      const offsets = ahead.map((position) => ({ ...position, offset: String(position.offset) }))
      // A broker that is away is waited for; meanwhile the group may have given the partitions to others.
      await untilPassed(deliveryTimeoutMs(this.options.properties), async () => consumer.commitOffsets(offsets))
      for (const { partition, offset } of ahead) this.groupAt.set(partition, offset)
    } catch (error) {
      // The group is rebalancing: the new owner reads again from the last commit, which at-least-once allows.
      if (!isRebalance(error)) throw operatorError(error, this.options.properties)
    }
  }

  remaining(): { readonly records: number } {
    let records = 0
    for (const [partition, { high }] of this.ends) records += Math.max(0, high - (this.next.get(partition) ?? 0))
    return { records }
  }

  lag(): readonly PartitionLag[] {
    const partitions = this.consumer === null ? [...this.ends.keys()] : [...this.assigned]
    return partitions.map((partition) => {
      const end = this.latestEnds.get(partition) ?? this.ends.get(partition)?.high ?? 0
      const records = Math.max(0, end - (this.next.get(partition) ?? end))
      return { topic: this.options.topic, partition, records }
    })
  }

  isUp(): boolean {
    return this.consumer === null || performance.now() - this.answeredAtMs < silenceMsMax
  }

  async close(): Promise<void> {
    this.handoff.end()
    await this.consumer?.disconnect()
    this.consumer = null
  }

  private async fetchCommitted(admin: Admin): Promise<ReadonlyMap<number, number>> {
    const { groupId, topic } = this.options
    const fetched = await untilSettled(() => admin.fetchOffsets({ groupId, topics: [topic] }))
    const partitions = fetched.flatMap((found) => found.partitions).filter(({ offset }) => Number(offset) >= 0)
    return new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)]))
  }

  private async join(): Promise<void> {
    const { groupId, topic, properties } = this.options
    const consumer = this.client.consumer({
      groupId,
      sessionTimeout: integerProperty(properties, 'session.timeout.ms', 30_000),
      heartbeatInterval: integerProperty(properties, 'heartbeat.interval.ms', 3_000),
      maxWaitTimeInMs: 250,
      retry: { retries: 10, restartOnFailure: async () => true },
    })
    this.consumer = consumer
    this.noteAnswers(consumer)
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.handoff.end(operatorError(payload.error, properties))
    })
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.onAssigned(payload.memberAssignment[topic] ?? []))
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      // Batches of control or aborted records only are never handed out, but the position moves past them.
      if (payload.batchSize === 0) this.advance(payload.partition, Number(payload.lastOffset) + 1)
    })
    await consumer.connect()
    // Only for what `onAssigned` does not seek: a partition made after `open` is read whole, whatever the startup mode.
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.take(payload),
    })
  }

  private noteAnswers(consumer: Consumer): void {
    const note = (): void => {
      this.answeredAtMs = performance.now()
    }
    note()
    consumer.on(consumer.events.GROUP_JOIN, note)
    consumer.on(consumer.events.HEARTBEAT, note)
    consumer.on(consumer.events.FETCH, note)
  }

  /**
   * After a rebalance: go on where this process stands in what it keeps, and where the group stands in what is new to it;
   * another process may have read on meanwhile, so neither may it be read nor be committed from the old place.
   */
  private onAssigned(partitions: readonly number[]): void {
    this.assigned = new Set(partitions)
    for (const partition of this.groupAt.keys()) if (!this.assigned.has(partition)) this.groupAt.delete(partition)
    for (const partition of this.groupAt.keys()) {
      const offset = this.next.get(partition)
      if (offset !== undefined) this.consumer?.seek({ topic: this.options.topic, partition, offset: String(offset) })
    }
    this.endIfDone()
  }

  /** One fetch's messages of a partition, handed on in batches of the engine's size. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const { topic, partition } = batch
    this.latestEnds.set(partition, Number(batch.highWatermark))
    if (!this.assigned.has(partition)) return
    const expected = this.next.get(partition) ?? 0
    const fetchedOffset = fetchedOffsetOf(batch)
    if (!this.groupAt.has(partition)) this.groupAt.set(partition, fetchedOffset)
    else if (fetchedOffset > expected && (await this.refuseDeleted(partition, expected))) return
    const messages = batch.messages.filter((message) => Number(message.offset) >= expected)
    const beat = setInterval(() => void payload.heartbeat().catch(() => {}), 1_000)
    try {
      for (let from = 0; from < messages.length; from += batchRecordsMax) {
        if (!payload.isRunning() || payload.isStale()) return
        const some = messages.slice(from, from + batchRecordsMax)
        const nextOffset = Number(some.at(-1)?.offset) + 1
        const records = recordBatch({ topic, partition, messages: some, nextOffset }, this.options.format)
        if (!(await this.handoff.give(records))) return
        this.next.set(partition, nextOffset)
      }
    } finally {
      clearInterval(beat)
    }
    // Past markers and aborted records behind the last message.
    payload.resolveOffset(batch.lastOffset())
    this.advance(partition, Number(batch.lastOffset()) + 1)
  }

  /**
   * Where what it asks for was deleted, kafkajs takes the group's offset away and goes on at the earliest record. true: that
   * has happened; the source ends with an error, and the group stands where it did, so that the next start says it again.
   */
  private async refuseDeleted(partition: number, expected: number): Promise<boolean> {
    const { topic, groupId, properties } = this.options
    const ends = await withAdmin(properties, async (admin) => fetchEnds(admin, topic))
    const low = ends.get(partition)?.low ?? 0
    if (low <= expected) return false
    const offset = this.groupAt.get(partition) ?? -1
    if (offset >= 0) await this.consumer?.commitOffsets([{ topic, partition, offset: String(offset) }])
    this.handoff.end(deletedError({ topic, groupId }, partition, expected, low))
    return true
  }

  private advance(partition: number, offset: number): void {
    this.next.set(partition, Math.max(offset, this.next.get(partition) ?? 0))
    this.endIfDone()
  }

  private endIfDone(): void {
    if (this.options.untilEnd && this.assigned.size > 0 && this.atEnd([...this.assigned])) this.handoff.end()
  }

  private atEnd(partitions: readonly number[]): boolean {
    return partitions.every((partition) => (this.next.get(partition) ?? 0) >= (this.ends.get(partition)?.high ?? 0))
  }
}

async function fetchEnds(admin: Admin, topic: string): Promise<Map<number, PartitionEnds>> {
  const offsets = await admin.fetchTopicOffsets(topic)
  return new Map(offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]))
}

/** Where to begin; refuses, where records would be skipped or another topic of that name be read. */
function startOffset(
  { topic, groupId, startup }: KafkaSourceOptions,
  partition: number,
  committed: number | null,
  { low, high }: PartitionEnds,
): number {
  if (committed === null) return startup === 'latest-offset' ? high : low
  if (committed < low) throw deletedError({ topic, groupId }, partition, committed, low)
  if (committed > high) {
    throw new ConnectorError(
      `the group '${groupId}' stands at offset ${committed} of '${topic}', partition ${partition}, which ends at ${high}: the topic was made anew`,
      resetHelp(groupId),
    )
  }
  return committed
}

function deletedError(
  { topic, groupId }: Pick<KafkaSourceOptions, 'topic' | 'groupId'>,
  partition: number,
  from: number,
  low: number,
): ConnectorError {
  return new ConnectorError(
    `offsets ${from} to ${low - 1} of '${topic}', partition ${partition}, were deleted before '${groupId}' read them`,
    resetHelp(groupId),
  )
}

function resetHelp(groupId: string): string {
  return `if that is wanted, set the group's offsets anew (kafka-consumer-groups --reset-offsets --group ${groupId})`
}

/** What was asked for. kafkajs 2.2.4 has it on a batch and not in its types. */
function fetchedOffsetOf(batch: object): number {
  return Number(Reflect.get(batch, 'fetchedOffset'))
}

function isRebalance(error: unknown): boolean {
  return ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'].includes(codeNameOf(error) ?? '')
}

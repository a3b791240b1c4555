/**
 * Reads all Kafka sources of a job as one member of its group. The group only says which shards are this process's; where to
 * read on is known from the job's checkpoints, and no offset is ever committed in this group. The client is eager: in each
 * rebalance it gives everything back, and tells only afterwards what it got. So each one begins with all partitions paused;
 * what stays goes on where this process stands, what is new waits for `begin`.
 */
import type {
  Delivery,
  PartitionLag,
  Remaining,
  ShardOwner,
  ShardReader,
  SourcePosition,
  SourcePositions,
} from '../ports.ts'
import { Assignment, type AssignedPartitions } from './assignment.ts'
import { operatorError } from './client.ts'
import { Deliverer } from './deliverer.ts'
import { GroupMember, type GroupListener, type GroupMemberOptions } from './group-member.ts'
import { Handoff } from './handoff.ts'
import type { PartitionState } from './partition-state.ts'
import type { TopicEnds } from './topic-ends.ts'
import { TopicSources, type KafkaSourceOptions } from './topic-sources.ts'

export interface KafkaReaderOptions extends GroupMemberOptions {
  readonly sources: readonly KafkaSourceOptions[]
  /** By topic; where a job ends that reads `untilEnd`. */
  readonly ends: ReadonlyMap<string, TopicEnds>
  readonly untilEnd: boolean
}

export class KafkaReader implements ShardReader {
  readonly sources: readonly string[]
  private readonly options: KafkaReaderOptions
  private readonly topicSources: TopicSources
  private readonly assignment: Assignment
  private readonly handoff = new Handoff<Delivery>()
  private readonly stopped = new AbortController()
  private readonly member: GroupMember
  private readonly deliverer: Deliverer
  private owner: ShardOwner | null = null
  private waitingForBeat: (() => void)[] = []

  constructor(options: KafkaReaderOptions) {
    this.options = options
    this.sources = options.sources.map(({ name }) => name)
    this.topicSources = new TopicSources(options.sources)
    this.assignment = new Assignment(options.shardCount)
    const { signal } = this.stopped
    this.deliverer = new Deliverer({
      properties: options.properties,
      sources: this.topicSources,
      assignment: this.assignment,
      handoff: this.handoff,
      stopped: signal,
      seek: (state) => this.seek(state),
      onProgress: () => this.owner?.onProgress(),
      onFailure: (error) => this.end(error),
    })
    const listener: GroupListener = {
      shards: () => this.assignment.shards,
      onJoined: (assigned) => this.onJoined(assigned),
      onBeat: () => this.tellBeat(),
      onFetched: async (payload) => this.deliverer.take(payload),
      onPassed: (topic, partition, firstOffset, lastOffset) => this.onPassed(topic, partition, firstOffset, lastOffset),
      onFailure: (error) => this.end(error),
    }
    this.member = new GroupMember(options, listener, signal)
  }

  async start(owner: ShardOwner): Promise<void> {
    this.owner = owner
    try {
      await this.member.join(this.topicSources.topics)
    } catch (error) {
      throw operatorError(error, this.options.properties)
    }
  }

  begin(shard: number, positions: SourcePositions): void {
    if (!this.assignment.owns(shard)) return
    for (const { topic, partition } of this.assignment.partitionsOf(shard)) {
      const [source] = this.topicSources.of(topic)
      const found = (positions[source?.name ?? ''] ?? []).find((position) => position.partition === partition)
      this.beginPartition(found ?? { topic, partition, offset: 0 })
    }
    this.owner?.onProgress()
  }

  suspend(shard: number): void {
    for (const { topic, partition } of this.assignment.forget(shard)) {
      this.member.steer((consumer) => consumer.pause([{ topic, partitions: [partition] }]))
    }
  }

  positions(shard: number): SourcePositions {
    const states = this.assignment.begunOf(shard)
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
    if (!this.handoff.hasEnded && this.assignment.owns(shard)) {
      await new Promise<void>((resolve) => this.waitingForBeat.push(resolve))
    }
    return !this.handoff.hasEnded && this.assignment.owns(shard)
  }

  isAtEnd(): boolean {
    if (!this.options.untilEnd || this.assignment.shards.length === 0) return false
    return [...this.assignment.partitions].every(([topic, partitions]) =>
      partitions.every((partition) => {
        const state = this.assignment.stateOf(topic, partition)
        return state !== undefined && state.next >= this.endOf(topic, partition)
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
    return this.member.isUp()
  }

  lag(): readonly PartitionLag[] {
    return this.options.sources.flatMap(({ name, topic }) =>
      this.assignment
        .begun()
        .filter((state) => state.topic === topic)
        .map((state) => {
          const end = state.end ?? this.endOf(topic, state.partition)
          return { source: name, topic, partition: state.partition, records: Math.max(0, end - state.next) }
        }),
    )
  }

  async close(): Promise<void> {
    this.end()
    await this.member.leave()
  }

  private end(error: Error | null = null): void {
    this.member.stopWatching()
    this.handoff.end(error)
    this.stopped.abort()
    this.tellBeat()
    this.pauseAll()
  }

  private onJoined(assigned: AssignedPartitions): void {
    const { gained, lost, goingOn } = this.assignment.replace(assigned)
    this.handoff.release()
    this.pauseAll()
    for (const shard of goingOn) this.goOn(shard)
    this.owner?.onAssigned({ gained, lost })
    this.owner?.onProgress()
  }

  /** A shard that stays: where this process stands. A partition that was made meanwhile is read from its beginning. */
  private goOn(shard: number): void {
    for (const { topic, partition } of this.assignment.partitionsOf(shard)) {
      const state = this.assignment.stateOf(topic, partition)
      this.beginPartition(state?.position ?? { topic, partition, offset: 0 })
    }
  }

  private beginPartition(position: SourcePosition): void {
    const { topic, partition } = position
    this.seek(this.assignment.begin(position))
    this.member.steer((consumer) => consumer.resume([{ topic, partitions: [partition] }]))
  }

  private seek(state: PartitionState): void {
    const { topic, partition } = state
    const offset = String(state.sought())
    this.member.steer((consumer) => consumer.seek({ topic, partition, offset }))
  }

  private pauseAll(): void {
    const topics = [...this.assignment.partitions].map(([topic, partitions]) => ({
      topic,
      partitions: [...partitions],
    }))
    this.member.steer((consumer) => consumer.pause(topics))
  }

  private onPassed(topic: string, partition: number, firstOffset: number, lastOffset: number): void {
    const state = this.assignment.stateOf(topic, partition)
    if (state?.skip(firstOffset, lastOffset) === true) this.owner?.onProgress()
  }

  private tellBeat(): void {
    for (const resolve of this.waitingForBeat.splice(0)) resolve()
  }

  private endOf(topic: string, partition: number): number {
    return this.options.ends.get(topic)?.get(partition)?.high ?? 0
  }

  private remainingOf(topic: string): number {
    const { assignment } = this
    let records = 0
    for (const [partition, { low, high }] of this.options.ends.get(topic) ?? []) {
      const isOurs = assignment.shards.length === 0 || assignment.owns(assignment.shardOf(partition))
      if (isOurs) records += Math.max(0, high - (assignment.stateOf(topic, partition)?.next ?? low))
    }
    return records
  }
}

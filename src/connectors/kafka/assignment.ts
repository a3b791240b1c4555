/** Which partitions this process has: those that the group gave it, and how far it has read those of the shards that were begun. */
import type { SourcePosition } from '../ports.ts'
import { PartitionState } from './partition-state.ts'
import { shardOf } from './shards.ts'

/** By topic. */
export type AssignedPartitions = ReadonlyMap<string, readonly number[]>

export interface AssignmentChange {
  readonly gained: readonly number[]
  readonly lost: readonly number[]
  /** Were begun, and stay. */
  readonly goingOn: readonly number[]
}

export class Assignment {
  private readonly shardCount: number
  private assigned: AssignedPartitions = new Map()
  private owned: ReadonlySet<number> = new Set()
  /** Of the shards that were begun. */
  private readonly states = new Map<string, PartitionState>()

  constructor(shardCount: number) {
    this.shardCount = shardCount
  }

  /** All that the group gave. */
  get partitions(): AssignedPartitions {
    return this.assigned
  }

  get shards(): readonly number[] {
    return [...this.owned]
  }

  owns(shard: number): boolean {
    return this.owned.has(shard)
  }

  shardOf(partition: number): number {
    return shardOf(partition, this.shardCount)
  }

  /** What the group gives from now on. What has gone is forgotten. */
  replace(assigned: AssignedPartitions): AssignmentChange {
    const before = this.owned
    this.assigned = assigned
    this.owned = new Set([...assigned.values()].flat().map((partition) => this.shardOf(partition)))
    const begun = new Set(this.begun().map(({ partition }) => this.shardOf(partition)))
    for (const shard of begun) if (!this.owned.has(shard)) this.forget(shard)
    return {
      gained: this.shards.filter((shard) => !before.has(shard)),
      lost: [...before].filter((shard) => !this.owned.has(shard)),
      goingOn: [...begun].filter((shard) => this.owned.has(shard)),
    }
  }

  *partitionsOf(shard: number): Generator<{ readonly topic: string; readonly partition: number }> {
    for (const [topic, partitions] of this.assigned) {
      for (const partition of partitions) if (this.shardOf(partition) === shard) yield { topic, partition }
    }
  }

  /** The partition is read from here on. */
  begin(position: SourcePosition): PartitionState {
    const state = new PartitionState(position)
    this.states.set(keyOf(position.topic, position.partition), state)
    return state
  }

  /** Its partitions are not read until they are begun again. Returns them as they were. */
  forget(shard: number): readonly PartitionState[] {
    const forgotten = this.begunOf(shard)
    for (const { topic, partition } of forgotten) this.states.delete(keyOf(topic, partition))
    return forgotten
  }

  begun(): readonly PartitionState[] {
    return [...this.states.values()]
  }

  begunOf(shard: number): readonly PartitionState[] {
    return this.begun().filter(({ partition }) => this.shardOf(partition) === shard)
  }

  /** undefined: it was not begun, or has gone. */
  stateOf(topic: string, partition: number): PartitionState | undefined {
    return this.states.get(keyOf(topic, partition))
  }

  /** false: the partition has gone, or was begun anew. */
  isCurrent(state: PartitionState): boolean {
    return this.stateOf(state.topic, state.partition) === state
  }
}

function keyOf(topic: string, partition: number): string {
  return `${partition}/${topic}`
}

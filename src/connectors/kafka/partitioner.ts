/**
 * Which partition a message goes to: by its key as Java's producer does (murmur2 of the key's bytes), so that one key stays
 * in one partition whoever writes it; without a key one partition for each chunk of rows, in turn.
 */
import kafkajs, { type PartitionMetadata } from 'kafkajs'

export class Partitioner {
  private readonly topic: string
  private readonly partitions: readonly number[]
  private readonly metadata: PartitionMetadata[]
  private readonly byKey = kafkajs.Partitioners.DefaultPartitioner()
  private turn = 0

  constructor(topic: string, partitions: readonly number[]) {
    this.topic = topic
    this.partitions = partitions
    this.metadata = partitions.map((partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    }))
  }

  ofKey(key: Buffer): number {
    return this.byKey({ topic: this.topic, partitionMetadata: this.metadata, message: { key, value: null } })
  }

  nextInTurn(): number {
    this.turn = (this.turn + 1) % this.partitions.length
    return this.partitions[this.turn] ?? 0
  }
}

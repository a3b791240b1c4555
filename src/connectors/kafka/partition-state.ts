/** How far one partition has been read by this process, since its shard was begun or the group was last joined. */
import type { RecordMark, SourcePosition } from '../ports.ts'

export class PartitionState {
  readonly topic: string
  readonly partition: number
  /** Where the partition ended, as the last fetch told; null before the first. */
  end: number | null = null
  /** Of the next record to accept. */
  private nextOffset: number
  /** What the next fetch has to begin at. */
  private fetchFrom: number
  private last: RecordMark | undefined
  private readonly topicId: string | undefined

  constructor(position: SourcePosition) {
    this.topic = position.topic
    this.partition = position.partition
    this.nextOffset = position.offset
    this.fetchFrom = position.offset
    this.last = position.last
    this.topicId = position.topicId
  }

  get next(): number {
    return this.nextOffset
  }

  get expected(): number {
    return this.fetchFrom
  }

  get position(): SourcePosition {
    const { topic, partition, next: offset, last, topicId } = this
    return {
      ...{ topic, partition, offset },
      ...(last === undefined ? {} : { last }),
      ...(topicId === undefined ? {} : { topicId }),
    }
  }

  /** Where to seek. */
  sought(): number {
    this.fetchFrom = this.nextOffset
    return this.fetchFrom
  }

  /** The records up to this one are accepted. */
  advance(last: RecordMark): void {
    this.nextOffset = last.offset + 1
    this.last = last
  }

  /** A whole fetch is done, up to this offset; behind the last record there may have been markers. */
  finish(lastOffset: number): void {
    this.nextOffset = Math.max(this.nextOffset, lastOffset + 1)
    this.fetchFrom = lastOffset + 1
  }

  /** A fetch without a single record for us, from one offset to another; whether the position moved. */
  skip(firstOffset: number, lastOffset: number): boolean {
    if (firstOffset > this.fetchFrom || lastOffset < this.fetchFrom) return false
    this.finish(lastOffset)
    return true
  }
}

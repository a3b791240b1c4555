/**
 * A Kafka cluster as far as the protocol meets it: logs, transactional ids with their epochs, open transactions, offsets with
 * metadata that are kept for a time. What was measured on brokers is how it answers (a fenced producer is refused everything).
 */
import { Fenced } from '../../src/connectors/kafka/transactions/ports.ts'
import type { Checkpoint } from '../../src/connectors/kafka/transactions/ports.ts'
import type { RecordMark } from '../../src/runtime/protocol/manifest.ts'

export interface LogRecord extends RecordMark {
  readonly value: string
}

export interface Log {
  start: number
  readonly records: LogRecord[]
}

interface Producer {
  epoch: number
  open: { sent: string[]; offsets: Checkpoint[] } | null
}

interface Kept {
  readonly checkpoint: Checkpoint
  readonly day: number
}

export class Broker {
  /** The input, by partition. */
  readonly logs: Log[] = []
  clusterId = 'cluster-1'
  topicId = 'topic-1'
  /** Below this offset lie markers of transactions, in every partition: no reader finds a record there. */
  markersBelow = 0
  /** Told of every committed transaction. */
  onCommit: (id: string, sent: readonly string[], offsets: readonly Checkpoint[]) => void = () => {}
  private readonly producers = new Map<string, Producer>()
  readonly offsets = new Map<string, Kept>()
  /** Without the last commit, which a coordinator that has just taken over may not know yet. */
  private offsetsBefore: ReadonlyMap<string, Kept> = new Map()
  day = 0

  initProducerId(id: string): number {
    const producer = this.producers.get(id) ?? { epoch: 0, open: null }
    this.producers.set(id, producer)
    producer.epoch++
    producer.open = null
    return producer.epoch
  }

  send(id: string, epoch: number, values: readonly string[]): void {
    const producer = this.current(id, epoch)
    producer.open ??= { sent: [], offsets: [] }
    producer.open.sent.push(...values)
  }

  sendOffsets(id: string, epoch: number, checkpoints: readonly Checkpoint[]): void {
    const producer = this.current(id, epoch)
    producer.open ??= { sent: [], offsets: [] }
    producer.open.offsets.push(...checkpoints)
  }

  endTransaction(id: string, epoch: number): void {
    const producer = this.current(id, epoch)
    if (producer.open === null) return
    const { sent, offsets } = producer.open
    producer.open = null
    this.offsetsBefore = new Map(this.offsets)
    for (const checkpoint of offsets) this.offsets.set(keyOf(checkpoint), { checkpoint, day: this.day })
    this.onCommit(id, sent, offsets)
  }

  /** The coordinator does so by itself when a transaction is open for too long; it looks like a fence. */
  timeOut(): boolean {
    const open = [...this.producers.values()].filter((producer) => producer.open !== null)
    for (const producer of open) {
      producer.open = null
      producer.epoch++
    }
    return open.length > 0
  }

  fetchOffsets(topic: string, partitions: readonly number[], isBeforeLast = false): Checkpoint[] {
    const held = isBeforeLast ? this.offsetsBefore : this.offsets
    return partitions.flatMap((partition) => held.get(keyOf({ topic, partition }))?.checkpoint ?? [])
  }

  /** Offsets expire one by one, also in a group that lives. */
  forgetOffsetsBefore(day: number): void {
    for (const [key, kept] of this.offsets) if (kept.day < day) this.offsets.delete(key)
  }

  private current(id: string, epoch: number): Producer {
    const producer = this.producers.get(id)
    if (producer?.epoch !== epoch) throw new Fenced(`INVALID_PRODUCER_EPOCH ${id} ${epoch}`)
    return producer
  }
}

function keyOf({ topic, partition }: Pick<Checkpoint, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`
}

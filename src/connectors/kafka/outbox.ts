/**
 * What a sink has written and Kafka has not acknowledged: for each partition a batch that grows, and those that are full. One
 * batch of a partition is under way at a time; what comes meanwhile grows into the next one, so that batches are as large
 * as the brokers are slow. Sending goes on while the next rows are worked on.
 */
import type { HeldMessages } from './held-messages.ts'
import type { MessageSender } from './sender.ts'
import { BatchBuilder, recordOverheadBytesMax, type Slice } from './wire/batch-builder.ts'
import { BufferPool } from './wire/buffer-pool.ts'
import type { Codec } from './wire/codecs.ts'
import type { EncodedBatch } from './wire/ports.ts'

export interface OutboxOptions {
  readonly topic: string
  readonly codec: Codec
  /** Of a batch before compression, header included; a larger record has a batch of its own. */
  readonly batchBytesMax: number
  /** How long a batch that is not full waits for more; 0: not at all. */
  readonly lingerMs: number
  /** What it and others may hold, of all partitions together, before `drain` waits. */
  readonly held: HeldMessages
}

interface Queue {
  readonly partition: number
  readonly growing: BatchBuilder
  readonly full: EncodedBatch[]
  isSending: boolean
}

/** Of all sinks of a thread. */
const pool = new BufferPool(32 << 20)

export class Outbox {
  private readonly options: OutboxOptions
  private readonly sender: MessageSender
  private queues = new Map<number, Queue>()
  /** Not acknowledged: growing, full and under way. */
  private heldBytes = 0
  private failure: Error | null = null
  private lingering: NodeJS.Timeout | undefined
  private waiting: (() => void)[] = []

  constructor(options: OutboxOptions, sender: MessageSender) {
    this.options = options
    this.sender = sender
  }

  /** Copies what is appended; see `BatchBuilder.append`. */
  append(partition: number, key: Slice | null, value: Slice, timestamp: number, headers: Buffer | null): void {
    let queue = this.queues.get(partition)
    if (queue === undefined) this.queues.set(partition, (queue = this.newQueue(partition)))
    const { growing } = queue
    const keyBytes = key === null ? 0 : key.end - key.start
    const bytes = keyBytes + value.end - value.start + (headers?.length ?? 0) + recordOverheadBytesMax
    if (growing.count > 0 && growing.bytes + bytes > this.options.batchBytesMax) {
      queue.full.push(this.finish(queue))
      this.start(queue)
    }
    const before = growing.count === 0 ? 0 : growing.bytes
    growing.append(key, value, timestamp, headers)
    this.hold(growing.bytes - before)
  }

  /** Whether `drain` would wait. */
  get isFull(): boolean {
    return this.heldBytes > this.options.held.shareBytes
  }

  /** Whatever can be sent is on its way, or will be soon. Resolves when what is held is within bounds; rejects after any error since `abort`. */
  async drain(): Promise<void> {
    const { lingerMs } = this.options
    if (lingerMs === 0 || this.isFull) this.startAll()
    else this.lingering ??= setTimeout(() => this.startAll(), lingerMs)
    await this.until(() => !this.isFull)
  }

  /** Resolves when everything is acknowledged; rejects after any error since `abort`. */
  async flush(): Promise<void> {
    this.startAll()
    await this.until(() => this.heldBytes === 0)
  }

  /** What is under way is the sender's; what was not given to it yet is forgotten. */
  abort(): void {
    clearTimeout(this.lingering)
    this.lingering = undefined
    for (const { full, growing } of this.queues.values()) {
      growing.discard()
      for (const batch of full.splice(0)) batch.release()
    }
    this.queues = new Map()
    this.hold(-this.heldBytes)
    this.failure = null
    this.wake()
  }

  /** So many bytes more, or less. */
  private hold(bytes: number): void {
    const before = this.heldBytes
    this.heldBytes += bytes
    this.options.held.note(before, this.heldBytes)
  }

  private newQueue(partition: number): Queue {
    return { partition, growing: new BatchBuilder(this.options.codec, pool), full: [], isSending: false }
  }

  private startAll(): void {
    clearTimeout(this.lingering)
    this.lingering = undefined
    for (const queue of this.queues.values()) this.start(queue)
  }

  private start(queue: Queue): void {
    if (queue.isSending || this.failure !== null) return
    queue.isSending = true
    void this.send(queue)
  }

  /** Until nothing is left, or something failed. Never rejects. */
  private async send(queue: Queue): Promise<void> {
    const isCurrent = (): boolean => this.queues.get(queue.partition) === queue
    try {
      for (let batch = this.next(queue); batch !== null; batch = isCurrent() ? this.next(queue) : null) {
        const { length } = batch.bytes
        await this.sender.send(this.options.topic, queue.partition, batch)
        if (!isCurrent()) return
        this.hold(-length)
        this.wake()
      }
    } catch (error) {
      if (isCurrent()) this.failure ??= error as Error
      this.wake()
    }
    queue.isSending = false
  }

  private next(queue: Queue): EncodedBatch | null {
    if (this.failure !== null) return null
    return queue.full.shift() ?? (queue.growing.count === 0 ? null : this.finish(queue))
  }

  private finish({ growing }: Queue): EncodedBatch {
    const before = growing.bytes
    const batch = growing.finish()
    this.hold(batch.bytes.length - before)
    return batch
  }

  private async until(isDone: () => boolean): Promise<void> {
    while (this.failure === null && !isDone()) await new Promise<void>((resolve) => this.waiting.push(resolve))
    if (this.failure !== null) throw this.failure
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve()
  }
}

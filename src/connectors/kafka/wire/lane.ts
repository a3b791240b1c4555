/**
 * The way to one partition: one batch under way at a time, which keeps its sequence over all retries. So order holds, and the
 * broker recognises what it has already. Where a batch is given up, its fate is unknown and the sequences behind it would
 * not follow: what waited is rejected too, and the lane goes on only under a new identity.
 */
import { retryPauseMs, sleep } from './pauses.ts'
import { duplicateSequence, isMoved, isPassing, understood, unknownTopicOrPartition } from './errors.ts'
import type { Leaders } from './leaders.ts'
import { WireError, type Acknowledged, type EncodedBatch } from './ports.ts'
import type { ProduceRequests, Sent } from './produce-requests.ts'
import { sequenceModulus, stampBatch, type ProducerIdentity } from './stamp.ts'

/** What a lane needs of the producer that it belongs to. */
export interface LaneOwner {
  readonly leaders: Leaders
  readonly requests: ProduceRequests
  readonly deliveryTimeoutMs: number
  readonly firstSequence: number
  readonly isTransactional: boolean
  /** What to send under: another one than that under which the lane gave a batch up. */
  identify(after: ProducerIdentity | null): Promise<ProducerIdentity>
  /** Resolves when the partition is part of the open transaction; at once without transactions. */
  join(topic: string, partition: number): Promise<void>
  onRetry(): void
  /** A batch was given up. */
  onFailure(error: WireError): void
}

interface Waiting {
  readonly batch: EncodedBatch
  readonly deadline: number
  readonly resolve: (acknowledged: Acknowledged) => void
  readonly reject: (error: WireError) => void
}

/** So often in a row the brokers say that the partition is not there, over some seconds, before that is believed. */
const missesMax = 8

export class Lane {
  private readonly topic: string
  private readonly partition: number
  private readonly owner: LaneOwner
  private readonly waiting: Waiting[] = []
  private running: Promise<void> | null = null
  private identity: ProducerIdentity | null = null
  private gaveUp: ProducerIdentity | null = null
  private sequence = 0
  private misses = 0
  private stopError: WireError | null = null

  constructor(topic: string, partition: number, owner: LaneOwner) {
    this.topic = topic
    this.partition = partition
    this.owner = owner
  }

  async send(batch: EncodedBatch): Promise<Acknowledged> {
    const deadline = performance.now() + this.owner.deliveryTimeoutMs
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, deadline, resolve, reject })
      this.running ??= this.run()
    })
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running
  }

  /** What waits is rejected, what is under way is not tried again. Resolves when it is still. */
  async stop(error: WireError): Promise<void> {
    this.stopError = error
    await this.idle()
    this.stopError = null
  }

  private async run(): Promise<void> {
    // Not in the caller's turn: several partitions that are sent to at once travel in one request.
    await Promise.resolve()
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      try {
        const acknowledged = await this.deliver(next)
        this.waiting.shift()
        next.resolve(acknowledged)
      } catch (raised) {
        this.giveUp(understood(raised, `sending to '${this.topic}', partition ${this.partition}`).error)
      }
    }
    this.running = null
  }

  private giveUp(error: WireError): void {
    this.gaveUp = this.identity
    this.owner.onFailure(error)
    for (const { reject } of this.waiting.splice(0)) reject(error)
  }

  private async deliver({ batch, deadline }: Waiting): Promise<Acknowledged> {
    let isStamped = false
    for (let tries = 1; ; tries++) {
      if (this.stopError !== null) throw this.stopError
      const { sent, wasWritten } = await this.attempt(batch, isStamped)
      isStamped ||= wasWritten
      const { answer, error } = sent
      if (answer !== null && (error === null || error.code === duplicateSequence)) {
        // After a retry an older request may still hold the bytes.
        if (tries === 1) batch.release()
        this.misses = 0
        return { baseOffset: answer.baseOffset }
      }
      await this.prepareRetry(sent, tries, deadline)
    }
  }

  /** Waits until it makes sense to try again; raises where it does not. */
  private async prepareRetry({ error, isNetwork, broker }: Sent, tries: number, deadline: number): Promise<void> {
    const failure = error ?? new WireError('no answer')
    const isMissing = failure.code === unknownTopicOrPartition
    this.misses = isMissing ? this.misses + 1 : 0
    const isWorthIt = isNetwork || (isPassing(failure) && this.misses < missesMax)
    if (!isWorthIt || this.stopError !== null || performance.now() > deadline) throw failure
    this.owner.onRetry()
    await sleep(Math.min(retryPauseMs(tries), Math.max(0, deadline - performance.now())))
    if (!isNetwork && !isMoved(failure)) return
    const isTold = await this.owner.leaders.lookAnew(broker, isNetwork)
    if (isMissing && !isTold) this.misses--
  }

  private async attempt(batch: EncodedBatch, isStamped: boolean): Promise<{ sent: Sent; wasWritten: boolean }> {
    const { topic, partition, owner } = this
    let wasWritten = isStamped
    try {
      await owner.join(topic, partition)
      const leader = await owner.leaders.ofPartition(topic, partition)
      if (!isStamped) {
        const identity = await this.takeIdentity()
        stampBatch(batch.bytes, identity, this.sequence, owner.isTransactional)
        this.sequence = (this.sequence + batch.count) % sequenceModulus
        wasWritten = true
      }
      return { sent: await owner.requests.send(leader, { topic, partition, batch: batch.bytes }), wasWritten }
    } catch (raised) {
      const { error, isNetwork } = understood(raised, `sending to '${topic}', partition ${partition}`)
      return { sent: { answer: null, error, isNetwork, broker: null }, wasWritten }
    }
  }

  /** Sequences begin anew with each identity. */
  private async takeIdentity(): Promise<ProducerIdentity> {
    const identity = await this.owner.identify(this.gaveUp)
    if (identity !== this.identity) this.sequence = this.owner.firstSequence
    this.identity = identity
    return identity
  }
}

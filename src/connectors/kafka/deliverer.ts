/** What one fetch brought of a partition, handed on in batches of the engine's size: in order, and each once. */
import type { EachBatchPayload } from 'kafkajs'
import type { Delivery } from '../ports.ts'
import type { Assignment } from './assignment.ts'
import { operatorError, withAdmin, type KafkaProperties } from './client.ts'
import { fetchedPieces, type FetchedPiece } from './fetched-records.ts'
import type { Handoff } from './handoff.ts'
import type { PartitionState } from './partition-state.ts'
import { fetchEnds, refusedOffset } from './topic-ends.ts'
import type { TopicSources } from './topic-sources.ts'
import { WireError } from './wire/ports.ts'

export interface DelivererOptions {
  readonly properties: KafkaProperties
  readonly sources: TopicSources
  readonly assignment: Assignment
  readonly handoff: Handoff<Delivery>
  /** Aborted: nothing is read any more. */
  readonly stopped: AbortSignal
  /** The partition is fetched again from where its state stands. */
  seek(state: PartitionState): void
  /** A partition was read further. */
  onProgress(): void
  onFailure(error: Error): void
}

/** So often the group is told that we live, while a batch waits to be taken. */
const beatMs = 1_000

export class Deliverer {
  private readonly options: DelivererOptions

  constructor(options: DelivererOptions) {
    this.options = options
  }

  /** Resolves when the job is done with all of it, or with none of the rest. Never rejects with an error of the bytes. */
  async take(payload: EachBatchPayload): Promise<void> {
    const { assignment, handoff, properties } = this.options
    const { batch } = payload
    const state = assignment.stateOf(batch.topic, batch.partition)
    if (state === undefined || payload.isStale()) return
    state.end = Number(batch.highWatermark)
    let isSteady = true
    const beat = setInterval(() => {
      payload.heartbeat().catch(() => {
        isSteady = false
        handoff.release()
      })
    }, beatMs)
    try {
      if (!(await this.isContiguous(state, fetchedOffsetOf(batch)))) return
      if (!(await this.deliver(state, payload, () => isSteady))) return
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      // Raised into kafkajs it would be tried again for ever.
      return this.options.onFailure(operatorError(error, properties))
    } finally {
      clearInterval(beat)
    }
    // Past markers and aborted records behind the last message.
    payload.resolveOffset(batch.lastOffset())
    state.finish(Number(batch.lastOffset()))
    this.options.onProgress()
  }

  /** false: not all was accepted; the rest is fetched again, if it is still ours. */
  private async deliver(state: PartitionState, payload: EachBatchPayload, isSteady: () => boolean): Promise<boolean> {
    const { assignment, handoff, sources, stopped } = this.options
    for (const piece of fetchedPieces(payload.batch, state.next, sources.recordsAtOnce(state.topic))) {
      const { last } = piece
      const delivery = this.delivery(state, piece)
      const records = delivery.batches.map(({ batch }) => batch.count)
      await sources.holdBack(state.topic, Math.max(...records), stopped)
      if (!payload.isRunning() || payload.isStale() || !assignment.isCurrent(state)) return false
      // The group is about to be joined again: who holds his records back, or has many, must not keep the others waiting.
      if (isSteady()) await handoff.give(delivery)
      if (state.next <= last.offset) {
        if (assignment.isCurrent(state)) this.options.seek(state)
        return false
      }
    }
    return true
  }

  private delivery(state: PartitionState, piece: FetchedPiece): Delivery {
    const { assignment, sources } = this.options
    const { topic, partition, next } = state
    return {
      shard: assignment.shardOf(partition),
      batches: sources.batchesOf(topic, piece),
      accept: () => {
        if (!assignment.isCurrent(state) || state.next !== next) return false
        state.advance(piece.last)
        return true
      },
      release: () => piece.release(),
    }
  }

  /**
   * Where an offset is out of range, kafkajs goes to the first record that is there, and says nothing. So what was fetched has
   * to begin where the last batch ended; if not, the reason is looked for.
   */
  private async isContiguous(state: PartitionState, fetchedOffset: number): Promise<boolean> {
    if (fetchedOffset === state.expected) return true
    const { assignment, properties } = this.options
    const { topic, partition } = state
    const ends = await withAdmin(properties, async (admin) => fetchEnds(admin, topic))
    const found = ends.get(partition)
    const refused = found === undefined ? null : refusedOffset(topic, partition, state.next, found)
    if (refused !== null) this.options.onFailure(refused)
    else if (assignment.isCurrent(state)) this.options.seek(state)
    return false
  }
}

/** What was asked for. kafkajs 2.2.4 has it on a batch and not in its types. */
function fetchedOffsetOf(batch: object): number {
  return Number(Reflect.get(batch, 'fetchedOffset'))
}

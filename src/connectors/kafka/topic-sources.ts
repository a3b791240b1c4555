/** The sources of a job's topics: several may read the same topic, each in its own way, and each may be held to a rate. */
import type { SourceBatch } from '../ports.ts'
import { pause, RateLimit } from '../rate-limit.ts'
import type { FetchedPiece } from './fetched-records.ts'
import type { MessageFormat } from './record-batch.ts'

export interface KafkaSourceOptions {
  readonly name: string
  readonly topic: string
  /** Where a partition starts on the first start of the job. */
  readonly startup: 'earliest-offset' | 'latest-offset' | 'group-offsets'
  /** How messages are cut into records and read. */
  readonly format: MessageFormat
  readonly recordsPerSecondMax: number | null
}

interface Source extends KafkaSourceOptions {
  readonly rateLimit: RateLimit | null
}

export class TopicSources {
  private readonly byTopic: ReadonlyMap<string, readonly Source[]>

  constructor(sources: readonly KafkaSourceOptions[]) {
    const limited = sources.map((source): Source => {
      const limit = source.recordsPerSecondMax
      return { ...source, rateLimit: limit === null ? null : new RateLimit(limit) }
    })
    this.byTopic = Map.groupBy(limited, ({ topic }) => topic)
  }

  get topics(): readonly string[] {
    return [...this.byTopic.keys()]
  }

  of(topic: string): readonly KafkaSourceOptions[] {
    return this.byTopic.get(topic) ?? []
  }

  /** The records of a piece, as each source of the topic reads them. */
  batchesOf(topic: string, piece: FetchedPiece): readonly SourceBatch[] {
    return this.of(topic).map(({ name, format }) => ({ source: name, batch: piece.records(format) }))
  }

  /** Where records are held back, they come in small batches. */
  recordsAtOnce(topic: string): number {
    const limits = (this.byTopic.get(topic) ?? []).map(({ rateLimit }) => rateLimit?.batchRecordsMax ?? Infinity)
    return Math.min(...limits)
  }

  /** Waits until so many records of the topic may be read, or until aborted. */
  async holdBack(topic: string, records: number, signal: AbortSignal): Promise<void> {
    const nowMs = performance.now()
    const delays = (this.byTopic.get(topic) ?? []).map(({ rateLimit }) => rateLimit?.delayMs(records, nowMs) ?? 0)
    await pause(Math.max(...delays), signal)
  }
}

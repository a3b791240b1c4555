/** When an epoch is cut: by records, by bytes or by monotonic time, whichever comes first. */
import type { RecordBatch } from '../../engine/batch.ts'
import { sizeOf } from '../../engine/records.ts'
import type { Plan } from '../../plan/plan.ts'
import { loadersOf } from '../connect/loaders.ts'

export interface EpochLimits {
  readonly recordsMax: number
  readonly bytesMax: number
  readonly intervalMs: number
}

/** With a Kafka sink an open epoch hides all later records of its partitions from read_committed readers: cut sooner. */
const intervalWithKafkaMs = 10_000
const intervalWithFilesMs = 60_000
const defaultBytesMax = 128 * 1024 * 1024

/** `transactionTimeoutMs`: after so long Kafka aborts an open transaction; null: no rows are written in one. */
export function epochLimits(plan: Plan, transactionTimeoutMs: number | null): EpochLimits {
  const { epochRecords, epochBytes, epochIntervalMs } = plan.settings
  const toKafka = plan.sources.flatMap(loadersOf).some((loader) => loader.connector === 'kafka')
  const intervalMs = epochIntervalMs ?? (toKafka ? intervalWithKafkaMs : intervalWithFilesMs)
  return {
    recordsMax: epochRecords ?? Infinity,
    bytesMax: epochBytes ?? (toKafka ? Infinity : defaultBytesMax),
    // The commit itself takes time, too.
    intervalMs: transactionTimeoutMs === null ? intervalMs : Math.min(intervalMs, transactionTimeoutMs / 3),
  }
}

/** After epochs that failed in a row each next one is half as long: one that takes too long for its transaction never ends otherwise. */
export function shortened(limits: EpochLimits, failures: number): EpochLimits {
  const share = 1 / 2 ** failures
  return {
    recordsMax: limits.recordsMax === Infinity ? Infinity : Math.max(1, Math.floor(limits.recordsMax * share)),
    bytesMax: limits.bytesMax * share,
    intervalMs: limits.intervalMs * share,
  }
}

/** Monotonic milliseconds: `performance.now`, or a test's. */
export type Clock = () => number

/** How much the open epoch holds, and how long it has been open (from its first batch on). */
export class EpochMeter {
  private readonly limits: EpochLimits
  private readonly clock: Clock
  private records = 0
  private bytes = 0
  private openedMs: number | null = null

  constructor(limits: EpochLimits, clock: Clock) {
    this.limits = limits
    this.clock = clock
  }

  add(batch: RecordBatch): void {
    this.openedMs ??= this.clock()
    this.records += batch.count
    for (let record = 0; record < batch.count; record++) this.bytes += sizeOf(batch, record)
  }

  get isEmpty(): boolean {
    return this.openedMs === null
  }

  get isDue(): boolean {
    return this.records >= this.limits.recordsMax || this.bytes >= this.limits.bytesMax || this.dueInMs <= 0
  }

  /** Infinity while nothing is in it. */
  get dueInMs(): number {
    return this.openedMs === null ? Infinity : this.limits.intervalMs - (this.clock() - this.openedMs)
  }

  /** Since its first batch; 0 while nothing is in it. */
  get openMs(): number {
    return this.openedMs === null ? 0 : this.clock() - this.openedMs
  }

  restart(): void {
    this.records = 0
    this.bytes = 0
    this.openedMs = null
  }
}

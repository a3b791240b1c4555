/** Holds a source to so many records a second. */
import { setTimeout as wait } from 'node:timers/promises'

/** Batches of about this much time's records keep the flow even. */
const batchMs = 100

export class RateLimit {
  private readonly recordsPerMs: number
  /** When the records let through so far are paid for. */
  private freeAtMs = 0

  constructor(recordsPerSecond: number) {
    this.recordsPerMs = recordsPerSecond / 1000
  }

  /** No batch should be larger, lest the flow come in bursts. */
  get batchRecordsMax(): number {
    return Math.max(1, Math.floor(this.recordsPerMs * batchMs))
  }

  /** Takes a batch's records at this time of a monotonic clock; how long the batch has to wait. */
  delayMs(records: number, nowMs: number): number {
    const startMs = Math.max(nowMs, this.freeAtMs)
    this.freeAtMs = startMs + records / this.recordsPerMs
    return startMs - nowMs
  }
}

/** Waits, or returns early when aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => {})
}

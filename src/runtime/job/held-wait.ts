/** How long records wait that engines hold back, so that each of many tables has enough of them at a time. In monotonic milliseconds. */

/** Where no batch comes, though the input is known to have more records; */
const lingerMs = 50
/** and where batches come. */
const waitMsMax = 1_000

export class HeldWait {
  private sinceMs = Infinity
  private lastMs = Infinity

  /** A batch was taken of which engines hold records back. */
  goOn(nowMs: number): void {
    this.sinceMs = Math.min(this.sinceMs, nowMs)
    this.lastMs = nowMs
  }

  /** Nothing is held back any more. */
  end(): void {
    this.sinceMs = Infinity
    this.lastMs = Infinity
  }

  /** Until records have waited long enough if nothing comes; Infinity: none waits. */
  dueInMs(nowMs: number): number {
    return Math.min(this.lastMs + lingerMs, this.sinceMs + waitMsMax) - nowMs
  }

  /** Whether they have, where a batch has come, or nothing (`isBehind`: whether the input is known to have more records). */
  isOver(nowMs: number, hasCome: boolean, isBehind: () => boolean): boolean {
    if (this.sinceMs === Infinity) return false
    if (hasCome) return nowMs >= this.sinceMs + waitMsMax
    return this.dueInMs(nowMs) <= 0 || !isBehind()
  }
}

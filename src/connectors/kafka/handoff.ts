/**
 * One item at a time from a producer that pushes to a consumer that pulls. `give` resolves when the item was *done*, that is
 * when the next one is asked for: so a slow consumer slows the producer, and nothing queues up.
 */
export class Handoff<T> {
  private offered: T | null = null
  private done: (() => void) | null = null
  private wake: (() => void) | null = null
  private ended = false
  private error: Error | null = null

  get hasEnded(): boolean {
    return this.ended
  }

  /** One giver at a time. Resolves when the item is done, was let go by `release`, or nothing is taken any more. */
  async give(item: T): Promise<void> {
    this.release()
    if (this.ended) return
    await new Promise<void>((resolve) => {
      this.offered = item
      this.done = resolve
      this.wake?.()
    })
  }

  /** Lets the giver go on at once; an item that nobody has taken yet is gone. */
  release(): void {
    this.offered = null
    this.done?.()
    this.done = null
  }

  /** No more items; whoever waits is released. With an error, the consumer's next pull raises it. */
  end(error: Error | null = null): void {
    if (this.error === null) this.error = error
    this.ended = true
    this.release()
    this.wake?.()
  }

  /** The next item, once there is one; null: none will come. The one before is done. Raises the error of `end`. */
  async take(): Promise<T | null> {
    if (this.offered === null) this.release()
    while (!this.ended) {
      const item = this.offered
      if (item !== null) {
        this.offered = null
        return item
      }
      await new Promise<void>((resolve) => (this.wake = resolve))
      this.wake = null
    }
    if (this.error !== null) throw this.error
    return null
  }
}

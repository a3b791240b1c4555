/**
 * One item at a time from a producer that pushes to a consumer that pulls. `give` resolves when the item was *done*, that is
 * when the next one is asked for: so a slow consumer slows the producer, and nothing queues up.
 */
export class Handoff<T> {
  private offered: { readonly item: T; readonly done: () => void } | null = null
  private wake: (() => void) | null = null
  private ended = false
  private error: Error | null = null
  private readonly waiting: (() => void)[] = []

  /** false: the consumer has gone, the item was not taken. */
  async give(item: T): Promise<boolean> {
    while (this.offered !== null && !this.ended) await new Promise<void>((resolve) => this.waiting.push(resolve))
    if (this.ended) return false
    const done = new Promise<void>((resolve) => {
      this.offered = { item, done: resolve }
    })
    this.wake?.()
    await done
    return !this.ended || this.offered === null
  }

  /** No more items; whoever waits is released. With an error, the consumer's next pull raises it. */
  end(error: Error | null = null): void {
    this.ended = true
    this.error ??= error
    this.wake?.()
    this.releaseGivers()
  }

  async *items(): AsyncGenerator<T> {
    try {
      while (true) {
        if (this.error !== null) throw this.error
        if (this.ended) return
        if (this.offered === null) {
          await new Promise<void>((resolve) => (this.wake = resolve))
          this.wake = null
          continue
        }
        const { item, done } = this.offered
        yield item
        this.offered = null
        done()
        this.waiting.shift()?.()
      }
    } finally {
      this.ended = true
      this.releaseGivers()
    }
  }

  private releaseGivers(): void {
    this.offered?.done()
    for (const release of this.waiting.splice(0)) release()
  }
}

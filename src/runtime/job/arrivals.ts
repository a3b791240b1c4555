/**
 * What several readers deliver, in the order in which it arrives. At most one delivery of each is on its way: the next is asked
 * for by `request`, when the last one is done.
 */
export type Arrival<Input, Item> =
  | { readonly kind: 'item'; readonly input: Input; readonly item: Item }
  | { readonly kind: 'end'; readonly input: Input }
  | { readonly kind: 'failure'; readonly input: Input; readonly error: unknown }

/** Timers of Node take no longer ones. */
const waitMsMax = 2 ** 31 - 1

export class Arrivals<Input, Item> {
  private readonly arrived: Arrival<Input, Item>[] = []
  private wakeWaiting: (() => void) | null = null
  private isWoken = false

  /** Asks for the next item; null is the end. What comes of it is given by `take`. */
  request(input: Input, next: () => Promise<Item | null>): void {
    next().then(
      (item) => this.put(item === null ? { kind: 'end', input } : { kind: 'item', input, item }),
      (error: unknown) => this.put({ kind: 'failure', input, error }),
    )
  }

  /** The next arrival; null where none came in time, or `wake` was called. Infinity waits for ever. */
  async take(timeoutMs: number): Promise<Arrival<Input, Item> | null> {
    if (this.arrived.length === 0 && !this.isWoken && timeoutMs > 0) await this.wait(timeoutMs)
    this.isWoken = false
    return this.arrived.shift() ?? null
  }

  /** Ends the `take` that waits, or else the next one. */
  wake(): void {
    this.isWoken = true
    this.wakeWaiting?.()
  }

  private put(arrival: Arrival<Input, Item>): void {
    this.arrived.push(arrival)
    this.wake()
  }

  private wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(timeoutMs) ? setTimeout(() => this.wake(), Math.min(timeoutMs, waitMsMax)) : null
      this.wakeWaiting = () => {
        this.wakeWaiting = null
        if (timer !== null) clearTimeout(timer)
        resolve()
      }
    })
  }
}

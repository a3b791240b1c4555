/**
 * Batches of several sources, in the order in which they arrive. At most one batch of each is on its way: the next is asked
 * for by `request`, when the last one is done.
 */
import type { RecordBatch } from '../engine/batch.ts'

export type Arrival<Input> =
  | { readonly kind: 'batch'; readonly input: Input; readonly batch: RecordBatch }
  | { readonly kind: 'end'; readonly input: Input }
  | { readonly kind: 'failure'; readonly input: Input; readonly error: unknown }

export class Arrivals<Input> {
  private readonly arrived: Arrival<Input>[] = []
  private wake: (() => void) | null = null

  /** Asks for the next batch; what comes of it is given by `take`. */
  request(input: Input, batches: AsyncIterator<RecordBatch>): void {
    batches.next().then(
      (result) =>
        this.put(result.done === true ? { kind: 'end', input } : { kind: 'batch', input, batch: result.value }),
      (error: unknown) => this.put({ kind: 'failure', input, error }),
    )
  }

  /** The next arrival; null where none came in time. Infinity waits for ever. */
  async take(timeoutMs: number): Promise<Arrival<Input> | null> {
    if (this.arrived.length === 0 && timeoutMs > 0) await this.wait(timeoutMs)
    return this.arrived.shift() ?? null
  }

  private put(arrival: Arrival<Input>): void {
    this.arrived.push(arrival)
    this.wake?.()
  }

  private wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(timeoutMs) ? setTimeout(() => this.wake?.(), timeoutMs) : null
      this.wake = () => {
        this.wake = null
        if (timer !== null) clearTimeout(timer)
        resolve()
      }
    })
  }
}

/**
 * Memory that several look at: the last who is done with it gives it back. Whoever never says that he is done keeps it from
 * being used again, and leaves it to the garbage collector.
 */
export class Lease {
  private holders = 0
  private readonly giveBack: () => void

  constructor(giveBack: () => void) {
    this.giveBack = giveBack
  }

  get isHeld(): boolean {
    return this.holders > 0
  }

  /** One more looks at it. Not after it was given back. */
  hold(): void {
    this.holders++
  }

  /** One of them is done. */
  release(): void {
    if (--this.holders === 0) this.giveBack()
  }
}

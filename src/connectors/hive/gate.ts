/** Lets so many actions run at a time; the others wait, in the order in which they came. */
export class Gate {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(togetherMax: number) {
    this.free = togetherMax
  }

  /** Resolves, or rejects, as the action does. An action must not wait for another one of the same gate. */
  async run<T>(action: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
    try {
      return await action()
    } finally {
      const next = this.waiting.shift()
      if (next === undefined) this.free++
      else next()
    }
  }
}

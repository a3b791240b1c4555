/** Memory for what is used up before the next of its kind is made: pages on their way into a body. One thread, nothing is awaited meanwhile. */

/** Gives the same bytes again and again, more when more are asked for; the first `kept` stay what they were. */
export function scratchBytes(): (length: number, kept: number) => Buffer {
  let held = Buffer.alloc(0)
  return (length, kept) => {
    if (held.length < length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, held.length * 2))
      held.copy(larger, 0, 0, kept)
      held = larger
    }
    return held
  }
}

/** Memory for what is used up before the next of its kind is made: pages on their way into a body. One thread, nothing is awaited meanwhile. */

/** Gives the same bytes again and again, more when more are asked for; what they hold is left over. */
export function scratchBytes(): (length: number) => Buffer {
  let held = Buffer.alloc(0)
  return (length) => {
    if (held.length < length) held = Buffer.allocUnsafeSlow(Math.max(length, held.length * 2))
    return held
  }
}

export function scratchIntegers(): (length: number) => Int32Array {
  let held = new Int32Array(0)
  return (length) => {
    if (held.length < length) held = new Int32Array(Math.max(length, held.length * 2))
    return held
  }
}

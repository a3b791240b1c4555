/** Where lines end in bytes, many at a time: windows of them are looked at by a kernel, in a memory of its own. */
import { Memory } from '../../engine/memory.ts'

/** Stays in a processor's first cache. */
const windowBytes = 16 * 1024

class LineEndFinder {
  private readonly memory = new Memory(128 * 1024)
  private readonly window = this.memory.reserve(windowBytes)
  private readonly ends = this.memory.reserve(windowBytes * 4)

  /** The places behind the LFs from `from` on, into `into`, at most as many as it holds; returns how many. */
  find(bytes: Uint8Array, from: number, into: Uint32Array): number {
    const { memory, window, ends } = this
    const { kernels, u8, u32 } = memory
    let count = 0
    for (let at = from; at < bytes.length && count < into.length; at += windowBytes) {
      const part = bytes.subarray(at, Math.min(at + windowBytes, bytes.length))
      u8.set(part, window)
      const found = kernels.findLineEnds(window, window + part.length, at, ends, into.length - count)
      into.set(u32.subarray(ends >>> 2, (ends >>> 2) + found), count)
      count += found
    }
    return count
  }
}

/** Nobody waits while it is in use. */
let finder: LineEndFinder | null = null

/** As `find` of the one finder. */
export function findLineEnds(bytes: Uint8Array, from: number, into: Uint32Array): number {
  return (finder ??= new LineEndFinder()).find(bytes, from, into)
}

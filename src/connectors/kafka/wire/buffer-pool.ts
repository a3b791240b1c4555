/** Buffers that are used again: fresh memory has to be mapped and zeroed page by page, which costs more than filling it. */

/** A thousand sinks have a buffer for each partition. */
const smallestBytes = 16 * 1024

export class BufferPool {
  private readonly free: Buffer[] = []
  private freeBytes = 0
  private readonly keptBytesMax: number

  constructor(keptBytesMax = 16 << 20) {
    this.keptBytesMax = keptBytesMax
  }

  /** At least so many bytes, with anything in them. */
  take(bytes: number): Buffer {
    const found = this.free.findIndex((buffer) => buffer.length >= bytes)
    if (found < 0) return Buffer.allocUnsafeSlow(Math.max(smallestBytes, 2 ** Math.ceil(Math.log2(bytes))))
    const [buffer] = this.free.splice(found, 1)
    this.freeBytes -= buffer.length
    return buffer
  }

  /** Only what `take` gave, once, and when nobody looks into it any more. */
  give(buffer: Buffer): void {
    if (this.freeBytes + buffer.length > this.keptBytesMax) return
    this.free.push(buffer)
    this.freeBytes += buffer.length
  }
}

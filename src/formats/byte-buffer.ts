/** Bytes that grow at the end and are used again after `clear`: what row encoders write into. */
import type { ByteBuffer } from './ports.ts'

export class GrowingBytes implements ByteBuffer {
  bytes: Buffer
  length = 0

  /** Little to begin with, since a thousand tables have some of them each. */
  constructor(initialBytes = 1024) {
    this.bytes = Buffer.allocUnsafeSlow(initialBytes)
  }

  ensure(more: number): void {
    const needed = this.length + more
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  clear(): void {
    this.length = 0
  }
}

/** Room for the ends of so many rows. */
export function roomForEnds(ends: { of: Uint32Array }, count: number): Uint32Array {
  if (ends.of.length < count) ends.of = new Uint32Array(Math.max(count, ends.of.length * 2))
  return ends.of
}

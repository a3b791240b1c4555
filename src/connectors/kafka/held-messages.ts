/**
 * What all Kafka sinks of a thread may hold that is not acknowledged. Each has a share of it; what others hold only makes the share
 * smaller, so that nobody waits for another sink.
 */

/** Of a process. */
export const heldMessagesBytesMax = 128 << 20
/** However much there is, one sink takes no more. */
const shareBytesMost = 8 << 20
/** However many hold something, each may have a batch for some partitions. */
const shareBytesLeast = 128 << 10

export class HeldMessages {
  private readonly bytesMax: number
  private holders = 0

  constructor(bytesMax = heldMessagesBytesMax) {
    this.bytesMax = bytesMax
  }

  /** What a sink may hold now. */
  get shareBytes(): number {
    return Math.max(shareBytesLeast, Math.min(shareBytesMost, this.bytesMax / this.holders))
  }

  /** A sink held so many bytes, and holds so many now. */
  note(before: number, now: number): void {
    this.holders += Number(now > 0) - Number(before > 0)
  }
}

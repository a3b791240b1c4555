/**
 * Which partition a message goes to: by its key as Java's producer does, so that one key stays in one partition whoever
 * writes it; without a key one partition for each chunk of rows, in turn.
 */

export class Partitioner {
  private readonly partitions: readonly number[]
  private turn = 0

  /** Numbers, ascending; at least one. */
  constructor(partitions: readonly number[]) {
    this.partitions = partitions
  }

  /** Of the key in bytes[start .. end). */
  ofKey(bytes: Uint8Array, start: number, end: number): number {
    return this.partitions[(murmur2(bytes, start, end) & 0x7fff_ffff) % this.partitions.length]
  }

  nextInTurn(): number {
    this.turn = (this.turn + 1) % this.partitions.length
    return this.partitions[this.turn]
  }
}

const seed = 0x9747_b28c
const multiplier = 0x5bd1_e995

/** MurmurHash2, 32 bits (A. Appleby), as `org.apache.kafka.common.utils.Utils.murmur2` has it; signed. */
function murmur2(bytes: Uint8Array, start: number, end: number): number {
  let hash = seed ^ (end - start)
  let at = start
  for (; end - at >= 4; at += 4) {
    const four = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    const mixed = Math.imul(four, multiplier)
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier)
  }
  if (end - at === 3) hash ^= bytes[at + 2] << 16
  if (end - at >= 2) hash ^= bytes[at + 1] << 8
  if (end - at >= 1) hash = Math.imul(hash ^ bytes[at], multiplier)
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

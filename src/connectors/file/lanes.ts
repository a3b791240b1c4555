/**
 * Which shard reads what of a source's files. A source has a fixed number of lanes, as a topic has partitions, and lane l is
 * shard l mod N's. A file that is read whole is in one lane; one that is cut lies in all of them, chunk by chunk. A record
 * belongs to the chunk that its first byte is in.
 *
 * The lane comes from what the file is (device, inode, birth) and not from its name, which rotation changes. Lanes and chunks
 * are the same for every number of shards, so that a change of it only moves lanes; the state keeps both numbers with each
 * layout (`runtime/protocol/layouts.ts`) and is refused by a program that has others.
 */
import type { SourceShare } from '../ports.ts'

/** How many shards at most share a source of files. */
export const laneCount = 16

/** Of a file that is cut: small enough to share one evenly, large enough that where it begins and ends costs nothing. */
export const fileChunkBytes = 8 * 1024 * 1024

/** What one shard reads of one file. */
export class FilePart {
  /** All of it. */
  readonly isWhole: boolean
  /** Whether others read other chunks of it. */
  readonly isCut: boolean
  readonly chunkBytes: number
  private readonly firstLane: number
  private readonly share: SourceShare

  constructor(identity: string, share: SourceShare, isCut: boolean, chunkBytes: number) {
    this.share = share
    this.chunkBytes = chunkBytes
    this.firstLane = hashOf(identity) % laneCount
    this.isCut = isCut && share.shards > 1
    this.isWhole = !this.isCut && this.owns(this.firstLane)
  }

  laneOfChunk(chunk: number): number {
    return (this.firstLane + chunk) % laneCount
  }

  laneAt(offset: number): number {
    return this.laneOfChunk(Math.floor(offset / this.chunkBytes))
  }

  owns(lane: number): boolean {
    return lane % this.share.shards === this.share.shard
  }

  /** Whether something of the first `sizeBytes` is the shard's, or what would come next. */
  reaches(sizeBytes: number): boolean {
    if (!this.isCut) return this.isWhole
    const chunks = Math.min(laneCount, Math.floor(sizeBytes / this.chunkBytes) + 1)
    return Array.from({ length: chunks }, (_, chunk) => this.laneOfChunk(chunk)).some((lane) => this.owns(lane))
  }
}

/** FNV-1a, 32 bits, of an ASCII text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/**
 * Shards: the unit in which processes share a job's partitions. Partition p of every topic belongs to shard p mod N, so that
 * whoever has a shard has the same partitions of all topics.
 */

export function shardOf(partition: number, shardCount: number): number {
  return partition % shardCount
}

export interface ShardMember {
  readonly id: string
  /** What it has now, and keeps where that is fair. */
  readonly shards: readonly number[]
}

/** Shares all shards evenly (by one more or less), moving as few as possible. The same for whoever computes it. */
export function shareShards(
  shardCount: number,
  members: readonly ShardMember[],
): ReadonlyMap<string, readonly number[]> {
  const byShards = members.toSorted((a, b) => b.shards.length - a.shards.length || (a.id < b.id ? -1 : 1))
  const least = Math.floor(shardCount / members.length)
  const withOneMore = shardCount % members.length
  const free = new Set(Array.from({ length: shardCount }, (_, shard) => shard))
  const shares = byShards.map(({ id, shards }, rank) => {
    const quota = least + (rank < withOneMore ? 1 : 0)
    const kept = [...new Set(shards)].filter((shard) => free.has(shard)).slice(0, quota)
    for (const shard of kept) free.delete(shard)
    return { id, quota, shards: kept }
  })
  for (const share of shares) {
    for (const shard of free) {
      if (share.shards.length === share.quota) break
      share.shards.push(shard)
      free.delete(shard)
    }
  }
  return new Map(shares.map(({ id, shards }) => [id, shards.toSorted((a, b) => a - b)]))
}

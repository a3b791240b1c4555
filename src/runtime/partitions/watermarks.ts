/** How far event time has come in a whole job: in its slowest shard, as the last published manifest of each says. */
import type { Manifest } from '../protocol/manifest.ts'

interface Seen {
  /** null: the shard has none yet. */
  readonly micros: number | null
  /** When it was first seen. */
  readonly atMs: number
}

export class Watermarks {
  private readonly idleMsOf: ReadonlyMap<string, number | null>
  private readonly heads: (Manifest | null)[]
  /** By shard and table. */
  private readonly seen = new Map<string, Seen>()

  /** `idleMsOf`: by table; after so long without news a shard no longer holds the others back; null: it does. */
  constructor(shards: number, idleMsOf: ReadonlyMap<string, number | null>) {
    this.heads = Array.from({ length: shards }, () => null)
    this.idleMsOf = idleMsOf
  }

  /** A manifest whose files have their final names; older news than what is known changes nothing. */
  published(manifest: Manifest): void {
    const { shard, epoch } = manifest
    if (shard < this.heads.length && epoch > (this.heads[shard]?.epoch ?? 0)) this.heads[shard] = manifest
  }

  /** The least of all shards, in microseconds; null: one of them has none, and is not idle for long enough. */
  of(table: string, nowMs: number): number | null {
    const idleMs = this.idleMsOf.get(table) ?? null
    let least = Infinity
    for (const [shard, head] of this.heads.entries()) {
      const micros = head?.totals.tables[table]?.watermarkMicros ?? null
      const key = JSON.stringify([shard, table])
      const before = this.seen.get(key)
      const seen = before?.micros === micros ? before : { micros, atMs: nowMs }
      this.seen.set(key, seen)
      if (idleMs !== null && nowMs - seen.atMs >= idleMs) continue
      if (micros === null) return null
      least = Math.min(least, micros)
    }
    return least === Infinity ? this.latest(table) : least
  }

  /** Where all shards are idle, the furthest counts. */
  private latest(table: string): number | null {
    const known = this.heads.flatMap((head) => head?.totals.tables[table]?.watermarkMicros ?? [])
    return known.length === 0 ? null : Math.max(...known)
  }
}

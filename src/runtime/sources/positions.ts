/** How far each source has been read: the last positions of every topic-partition or file it has met. */
import type { Position } from '../../engine/batch.ts'
import type { SourcePositions } from '../../connectors/ports.ts'

export class Positions {
  private readonly bySource = new Map<string, PositionsOfSource>()

  /** Where the sources of the last manifest stand, also those that this plan no longer has. */
  constructor(start: SourcePositions) {
    for (const [source, positions] of Object.entries(start)) {
      for (const position of positions) this.ofSource(source).keep(position)
    }
  }

  /** After records were read. */
  advance(source: string, position: Position): void {
    this.ofSource(source).advance(position)
  }

  /** A file is found under another name; others may still have had it. */
  rename(source: string, position: Position): void {
    this.ofSource(source).keep(position)
  }

  of(source: string): readonly Position[] {
    return this.bySource.get(source)?.all() ?? []
  }

  /** As a manifest holds them. */
  all(): SourcePositions {
    return Object.fromEntries([...this.bySource.keys()].map((source) => [source, this.of(source)]))
  }

  private ofSource(source: string): PositionsOfSource {
    let positions = this.bySource.get(source)
    if (positions === undefined) this.bySource.set(source, (positions = new PositionsOfSource()))
    return positions
  }
}

/**
 * What several shards know of files, as one. Each position says what is done, which stays true: of two of the same lane the
 * further one counts, and the name by which the furthest reader knew a file.
 */
export function mergePositions(parts: readonly SourcePositions[]): SourcePositions {
  const sources = Map.groupBy(
    parts.flatMap((part) => Object.entries(part)),
    ([source]) => source,
  )
  const merged = [...sources].map(([source, entries]) => {
    const positions = entries.flatMap(([, found]) => found).toSorted((a, b) => a.offset - b.offset)
    return [source, positions] as const
  })
  return new Positions(Object.fromEntries(merged)).all()
}

/** By lane; null: of all lanes. */
type Lanes = Map<number | null, Position>

class PositionsOfSource {
  /** By what a file is, or a topic's name and partition. */
  private readonly lanesOf = new Map<string, Lanes>()
  /** By name: whose position a file's next one takes the place of. */
  private readonly holderOf = new Map<string, string>()

  all(): readonly Position[] {
    return [...this.lanesOf.values()].flatMap((lanes) => [...lanes.values()])
  }

  /** Two files may be known by one name. */
  keep(position: Position): void {
    const holder = position.identity ?? nameOf(position)
    const lanes = this.lanesOf.get(holder) ?? new Map<number | null, Position>()
    this.lanesOf.set(holder, lanes)
    this.holderOf.set(nameOf(position), holder)
    rename(lanes, position)
    const { lane = null, offset } = position
    const base = lanes.get(null)
    if (lane !== null && base !== undefined && base.offset >= offset) return
    lanes.set(lane, position)
    if (lane !== null) return
    for (const [other, done] of lanes) if (other !== null && done.offset <= offset) lanes.delete(other)
  }

  /** A file has one name, the last that it was read by; what had that name before is gone. */
  advance(position: Position): void {
    const { identity } = position
    const before = this.holderOf.get(nameOf(position))
    if (identity !== undefined && before !== undefined && before !== identity) this.succeed(before, identity, position)
    this.keep(position)
  }

  private succeed(before: string, identity: string, position: Position): void {
    const lanes = this.lanesOf.get(before)
    if (lanes === undefined || [...lanes.values()].every(({ topic }) => topic !== position.topic)) return
    this.lanesOf.delete(before)
    // What was known by its name alone is this file.
    if (before === nameOf(position) && !this.lanesOf.has(identity)) this.lanesOf.set(identity, lanes)
  }
}

function nameOf({ topic, partition }: Position): string {
  return JSON.stringify([topic, partition])
}

function rename(lanes: Lanes, { topic, identity }: Position): void {
  for (const [lane, position] of lanes) {
    if (position.topic === topic && position.identity === identity) continue
    lanes.set(lane, { ...position, topic, ...(identity === undefined ? {} : { identity }) })
  }
}

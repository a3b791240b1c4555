/** How far each source has been read: the last position of every topic-partition or file it has met. */
import type { Position } from '../engine/batch.ts'

export class Positions {
  private readonly bySource = new Map<string, Map<string, Position>>()

  /** Where the sources of the last manifest stand, also those that this plan no longer has. */
  constructor(start: Readonly<Record<string, readonly Position[]>>) {
    for (const [source, positions] of Object.entries(start))
      for (const position of positions) this.advance(source, position)
  }

  advance(source: string, position: Position): void {
    let positions = this.bySource.get(source)
    if (positions === undefined) this.bySource.set(source, (positions = new Map()))
    positions.set(JSON.stringify([position.topic, position.partition]), position)
  }

  of(source: string): readonly Position[] {
    return [...(this.bySource.get(source)?.values() ?? [])]
  }

  /** As a manifest holds them. */
  all(): Readonly<Record<string, readonly Position[]>> {
    return Object.fromEntries([...this.bySource.keys()].map((source) => [source, this.of(source)]))
  }
}

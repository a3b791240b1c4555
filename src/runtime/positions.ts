/** How far each source has been read: the last position of every topic-partition or file it has met. */
import type { Position } from '../engine/batch.ts'

export class Positions {
  private readonly bySource = new Map<string, Map<string, Position>>()
  /** Where a file's position is kept: a renamed file moves. */
  private readonly keyOfFile = new Map<string, string>()

  /** Where the sources of the last manifest stand, also those that this plan no longer has. */
  constructor(start: Readonly<Record<string, readonly Position[]>>) {
    for (const [source, positions] of Object.entries(start)) {
      for (const position of positions) this.advance(source, position)
    }
  }

  advance(source: string, position: Position): void {
    let positions = this.bySource.get(source)
    if (positions === undefined) this.bySource.set(source, (positions = new Map()))
    const key = JSON.stringify([position.topic, position.partition])
    if (position.identity !== undefined) this.forgetOldName(source, positions, position.identity, key)
    positions.set(key, position)
  }

  /** A file has one position, under the name it was last read by. */
  private forgetOldName(source: string, positions: Map<string, Position>, identity: string, key: string): void {
    const file = JSON.stringify([source, identity])
    const before = this.keyOfFile.get(file)
    if (before !== undefined && before !== key && positions.get(before)?.identity === identity) positions.delete(before)
    this.keyOfFile.set(file, key)
  }

  of(source: string): readonly Position[] {
    return [...(this.bySource.get(source)?.values() ?? [])]
  }

  /** As a manifest holds them. */
  all(): Readonly<Record<string, readonly Position[]>> {
    return Object.fromEntries([...this.bySource.keys()].map((source) => [source, this.of(source)]))
  }
}

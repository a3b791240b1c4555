/** What a job's positions say of its files: by what they are first, then by their names. */
import type { Position } from '../../engine/batch.ts'
import { ConnectorError } from '../ports.ts'
import { FilePart } from './lanes.ts'
import type { FileDivision } from './text-file.ts'

export class KnownFiles {
  private readonly division: FileDivision
  private readonly byIdentity: ReadonlyMap<string | undefined, readonly Position[]>
  private readonly byName: ReadonlyMap<string, readonly Position[]>

  constructor(positions: readonly Position[], division: FileDivision) {
    this.division = division
    this.byIdentity = Map.groupBy(positions, ({ identity }) => identity)
    this.byName = Map.groupBy(positions, ({ topic }) => topic)
  }

  /** Of one file, under whatever name; where positions have names only, those of `path`. */
  of(identity: string, path?: string): readonly Position[] {
    const own = this.byIdentity.get(identity)
    if (own !== undefined || path === undefined) return own ?? []
    return (this.byName.get(path) ?? []).filter((position) => position.identity === undefined)
  }

  /**
   * Raises ConnectorError where another file had this name, of which something was read and which is found no more. One that is
   * found under another name is followed by this one. Of several shards those say so that have read the file.
   */
  refuseReplaced(path: string, identity: string, found: ReadonlyMap<string, { readonly identity: string }>): void {
    if (this.byIdentity.has(identity)) return
    for (const before of this.byName.get(path) ?? []) {
      const old = before.identity
      if (old === undefined || !this.hasRead(old, before)) continue
      if ([...found.values()].some((file) => file.identity === old)) continue
      throw new ConnectorError(
        `\`${path}\` is not the file that was read before: it was replaced, and the old one (read up to byte ${before.offset}) is not found`,
        "bring the old file back under a name that 'path' covers, or start with a new state directory to read this one from its beginning",
      )
    }
  }

  private hasRead(identity: string, { lane }: Position): boolean {
    const { share, chunkBytes } = this.division
    const part = new FilePart(identity, share, share.isCut, chunkBytes)
    return part.owns(lane ?? part.laneOfChunk(0))
  }
}

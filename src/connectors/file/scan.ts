/** One shard's reading of a source's files, from its positions on: each to its end, or on and on as they grow and new ones come. */
import { stat } from 'node:fs/promises'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import { ConnectorError } from '../ports.ts'
import { pause } from '../rate-limit.ts'
import { FileExtents } from './extents.ts'
import { canBeCut, plainLines } from './framing.ts'
import type { TextFormat } from './framing.ts'
import { KnownFiles } from './known-files.ts'
import { FilePart } from './lanes.ts'
import { listFiles } from './paths.ts'
import type { FramerLimits } from './record-framer.ts'
import { batchOf, identityOf, TextFile } from './text-file.ts'
import type { FileDivision } from './text-file.ts'
import type { Ending } from './text-records.ts'

export interface ScanOptions {
  readonly path: string
  readonly format: TextFormat
  readonly limits: FramerLimits
  readonly division: FileDivision
  /** How often followed files are looked at. */
  readonly pollMs: number
}

/** Files as they were when the folder was listed, by path. */
type Listing = ReadonlyMap<string, Found>

interface Found {
  readonly identity: string
  readonly sizeBytes: number
}

export class FileScan {
  private readonly options: ScanOptions
  /** Of the files that were there at the start: what comes later is new, whatever inode it was given. */
  private known: KnownFiles
  private readonly signal: AbortSignal
  /** Files being read or followed, by identity. */
  private readonly files = new Map<string, TextFile>()
  /** What is the shard's of the files whose turn has not come, by path; null: they have not been looked for yet. */
  private waitingBytes: Map<string, number> | null = null

  constructor(options: ScanOptions, positions: readonly Position[], signal: AbortSignal) {
    this.options = options
    this.known = new KnownFiles(positions, options.division)
    this.signal = signal
  }

  /** Of what is the shard's; null: not known yet. */
  get remainingBytes(): number | null {
    if (this.waitingBytes === null) return null
    let bytes = 0
    for (const waiting of this.waitingBytes.values()) bytes += waiting
    for (const file of this.files.values()) bytes += file.remainingBytes
    return bytes
  }

  /** Every file, from its position to its end. */
  async *once(): AsyncGenerator<RecordBatch> {
    const found = await lookAt(await listFiles(this.options.path))
    const begun = new Set<string>()
    this.expect(found)
    yield* this.renamed(found)
    for (const [path, { identity, sizeBytes }] of found) {
      if (this.signal.aborted) return
      this.known.refuseReplaced(path, identity, found)
      if (!this.part(identity).reaches(sizeBytes)) continue
      const file = await this.begin(path)
      try {
        // One file under two names (a symbolic or hard link) is read once.
        if (begun.has(file.identity)) continue
        begun.add(file.identity)
        yield* this.readFrom(file, 'last')
      } finally {
        this.files.delete(file.identity)
        await file.close()
      }
    }
  }

  /** Every file to its end, and then what is added to them, and new files, until aborted. */
  async *follow(): AsyncGenerator<RecordBatch> {
    try {
      for (let isFirst = true; !this.signal.aborted; isFirst = false) {
        const found = await lookAt(await this.listAgain(isFirst))
        if (isFirst) {
          this.expect(found)
          yield* this.renamed(found)
        } else this.known = new KnownFiles([], this.options.division)
        yield* this.readGrown(found)
        yield* this.readNew(found)
        await pause(this.options.pollMs, this.signal)
      }
    } finally {
      await this.close()
    }
  }

  /** Also where nobody reads to the end. */
  async close(): Promise<void> {
    for (const file of this.files.values()) await file.close()
    this.files.clear()
  }

  private async *readNew(found: Listing): AsyncGenerator<RecordBatch> {
    for (const [path, { identity, sizeBytes }] of found) {
      if (this.signal.aborted || this.files.has(identity)) continue
      this.known.refuseReplaced(path, identity, found)
      if (!this.part(identity).reaches(sizeBytes)) continue
      const file = await this.begin(path)
      // Renamed or replaced since the folder was listed: the next look finds it.
      if (this.files.get(file.identity) === file) yield* this.readFrom(file, 'open')
      else await file.close()
    }
  }

  /** The paths to follow. Where there was something to read once, it may be gone for a while. */
  private async listAgain(isFirst: boolean): Promise<readonly string[]> {
    return listFiles(this.options.path).catch((error: unknown) => {
      if (!isFirst && error instanceof ConnectorError && error.cause === undefined) return []
      throw error
    })
  }

  /** What was added to the files at hand. One that is no longer found, and whose name another file has taken, ends. */
  private async *readGrown(found: Listing): AsyncGenerator<RecordBatch> {
    const { limits } = this.options
    const names = new Map([...found].map(([path, { identity }]) => [identity, path]))
    for (const file of this.files.values()) {
      if (this.signal.aborted) return
      const path = names.get(file.identity)
      const replaced = path === undefined && found.has(file.path)
      if (path !== undefined && found.get(file.path)?.identity !== file.identity) {
        file.path = path
        yield batchWithoutRecords(file.position)
      }
      if (replaced) yield* file.read(limits, 'last', this.signal)
      else if (await file.hasGrown()) yield* file.read(limits, 'open', this.signal)
      else if (file.isQuiet(performance.now())) yield* file.read(limits, 'quiet', this.signal)
      if (replaced) {
        this.files.delete(file.identity)
        await file.close()
      }
    }
  }

  /**
   * Tells the runtime under which names files are known from now on, before another file is read under a name that one of
   * them had: the position of one must not take the place of the other's.
   */
  private *renamed(found: Listing): Generator<RecordBatch> {
    for (const [path, { identity }] of found) {
      const [position] = this.known.of(identity)
      if (position !== undefined && position.topic !== path) yield batchWithoutRecords({ ...position, topic: path })
    }
  }

  private expect(found: Listing): void {
    this.waitingBytes = new Map(
      [...found].map(([path, { identity, sizeBytes }]) => [
        path,
        new FileExtents(this.part(identity)).remainingBytes(sizeBytes),
      ]),
    )
  }

  private part(identity: string): FilePart {
    const { division, format } = this.options
    return new FilePart(identity, division.share, division.share.isCut && canBeCut(format), division.chunkBytes)
  }

  private async begin(path: string): Promise<TextFile> {
    const { format, division } = this.options
    const file = await TextFile.open(path, format, division)
    this.waitingBytes?.delete(path)
    if (!this.files.has(file.identity)) this.files.set(file.identity, file)
    return file
  }

  private async *readFrom(file: TextFile, ending: Ending): AsyncGenerator<RecordBatch> {
    const positions = this.known.of(file.identity, file.path)
    if (positions.length > 0) await file.seek(positions)
    yield* file.read(this.options.limits, ending, this.signal)
  }
}

/** By path, without files that are gone already; of one file with several names the first name counts. */
async function lookAt(paths: readonly string[]): Promise<Listing> {
  const found = new Map<string, Found>()
  const seen = new Set<string>()
  for (const path of paths) {
    const stats = await stat(path).catch(() => null)
    if (stats === null) continue
    const identity = identityOf(stats)
    if (seen.has(identity)) continue
    seen.add(identity)
    found.set(path, { identity, sizeBytes: stats.size })
  }
  return found
}

/** Says only how far a file has been read. */
function batchWithoutRecords(next: Position): RecordBatch {
  const none = new Uint32Array(0)
  const numbers = new Float64Array(0)
  const nothing = { count: 0, bytes: new Uint8Array(0), starts: none, ends: none, offsets: numbers, lines: numbers }
  const records = {
    ...nothing,
    oversized: new Map<never, never>(),
    originals: new Map<never, never>(),
    csvHeader: null,
  }
  return batchOf(records, next, { path: next.topic, name: next.topic }, 0, plainLines)
}

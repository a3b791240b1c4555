/**
 * The source connector for files: a file, a glob, a folder or standard input, as batches of records, in the order of the paths.
 *
 * A file is known by its device, inode and birth, so that a log which is rotated (renamed) is not read twice, and one that was replaced
 * is not mistaken for the one before.
 */
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import type { SourceConnector } from '../ports.ts'
import { ConnectorError } from '../ports.ts'
import { StreamReader } from './byte-reader.ts'
import { compressionOf, DecompressingReader, magicBytes } from './compression.ts'
import { plainLines } from './framing.ts'
import { listFiles, standardInput } from './paths.ts'
import { pause, RateLimit } from '../rate-limit.ts'
import { framerLimits } from './record-framer.ts'
import { batchOf, identityOf, readFailure, TextFile } from './text-file.ts'
import { TextReader } from './text-records.ts'
import type { TextFormat } from './framing.ts'
import type { FramerLimits } from './record-framer.ts'
import type { Ending } from './text-records.ts'

export interface FileSourceOptions {
  /** A file, a glob, a folder, or `-` for standard input. */
  readonly path: string
  /** How texts are cut into records and read; lines of UTF-8 by default. */
  readonly format?: TextFormat
  /** `scan.max-record-bytes`: of a longer record only its beginning is delivered. 16 MiB by default. */
  readonly recordBytesMax?: number
  /** `scan.rate-limit`; null: as fast as it is taken. */
  readonly recordsPerSecondMax?: number | null
}

export interface FileSourceMode {
  /** Ends at the end of every file; else new lines and new files are waited for. */
  readonly untilEnd: boolean
  /** What `-` reads. */
  readonly stdin?: Readable
  /** How often followed files are looked at. */
  readonly pollMs?: number
}

const defaultPollMs = 250

/** Positions are for the files that were there at the start: what comes later is new, whatever inode it was given. */
const nothingKnown: readonly Position[] = []

/** A source for `'connector' = 'file'`. */
export function createFileSource(options: FileSourceOptions, mode: FileSourceMode): SourceConnector {
  return new FileSource(options, mode)
}

class FileSource implements SourceConnector {
  private readonly options: FileSourceOptions
  private readonly mode: FileSourceMode
  private readonly format: TextFormat
  private readonly limits: FramerLimits
  private readonly rateLimit: RateLimit | null
  /** Files being read or followed, by identity. */
  private readonly files = new Map<string, TextFile>()
  /** Sizes of the files whose turn has not come, by path. */
  private readonly waitingBytes = new Map<string, number>()

  constructor(options: FileSourceOptions, mode: FileSourceMode) {
    this.options = options
    this.mode = mode
    this.format = options.format ?? plainLines
    const rate = options.recordsPerSecondMax ?? null
    this.rateLimit = rate === null ? null : new RateLimit(rate)
    this.limits = {
      ...framerLimits,
      recordBytesMax: options.recordBytesMax ?? framerLimits.recordBytesMax,
      batchRecordsMax: Math.min(framerLimits.batchRecordsMax, this.rateLimit?.batchRecordsMax ?? Infinity),
    }
  }

  async open(): Promise<void> {
    if (this.options.path === standardInput) return
    for (const path of await listFiles(this.options.path)) {
      const file = await TextFile.open(path, this.format)
      this.waitingBytes.set(path, file.remainingBytes)
      await file.close()
    }
  }

  async *batches(positions: readonly Position[], signal: AbortSignal): AsyncGenerator<RecordBatch> {
    for await (const batch of this.unlimited(positions, signal)) {
      if (this.rateLimit !== null) await pause(this.rateLimit.delayMs(batch.count, performance.now()), signal)
      if (signal.aborted) return
      yield batch
    }
  }

  private unlimited(positions: readonly Position[], signal: AbortSignal): AsyncIterable<RecordBatch> {
    if (this.options.path === standardInput) return this.standardInput(signal)
    return this.mode.untilEnd ? this.readOnce(positions, signal) : this.follow(positions, signal)
  }

  /** Every file, from its position to its end. */
  private async *readOnce(positions: readonly Position[], signal: AbortSignal): AsyncGenerator<RecordBatch> {
    const paths = await listFiles(this.options.path)
    const identities = await identitiesOf(paths)
    const seen = new Set<string>()
    for (const path of paths) {
      if (signal.aborted) return
      const file = await this.begin(path)
      try {
        // One file under two names (a symbolic or hard link) is read once.
        if (seen.has(file.identity)) continue
        seen.add(file.identity)
        yield* this.readFrom(file, positionOf(file, positions, identities), 'last', signal)
      } finally {
        this.files.delete(file.identity)
        await file.close()
      }
    }
  }

  /** Every file to its end, and then what is added to them, and new files, until aborted. */
  private async *follow(positions: readonly Position[], signal: AbortSignal): AsyncGenerator<RecordBatch> {
    let known = positions
    while (!signal.aborted) {
      const identities = await identitiesOf(await this.listAgain(known === positions))
      yield* this.readGrown(identities, signal)
      for (const [path, identity] of identities) {
        if (signal.aborted || this.files.has(identity)) continue
        const file = await this.begin(path)
        // Renamed or replaced since the folder was listed: the next look finds it.
        if (this.files.get(file.identity) === file) {
          yield* this.readFrom(file, positionOf(file, known, identities), 'open', signal)
        } else {
          await file.close()
        }
      }
      known = nothingKnown
      await pause(this.mode.pollMs ?? defaultPollMs, signal)
    }
  }

  /** The paths to follow. Where there was something to read once, it may be gone for a while. */
  private async listAgain(first: boolean): Promise<readonly string[]> {
    return listFiles(this.options.path).catch((error: unknown) => {
      if (!first && error instanceof ConnectorError && error.cause === undefined) return []
      throw error
    })
  }

  /** What was added to the files at hand. One that is no longer found, and whose name another file has taken, ends. */
  private async *readGrown(identities: ReadonlyMap<string, string>, signal: AbortSignal): AsyncGenerator<RecordBatch> {
    const names = new Map([...identities].map(([path, identity]) => [identity, path]))
    for (const file of this.files.values()) {
      if (signal.aborted) return
      const path = names.get(file.identity)
      const replaced = path === undefined && identities.has(file.path)
      if (path !== undefined && identities.get(file.path) !== file.identity) {
        file.path = path
        yield batchWithoutRecords(file.position)
      }
      if (replaced) yield* file.read(this.limits, 'last', signal)
      else if (await file.hasGrown()) yield* file.read(this.limits, 'open', signal)
      else if (file.isQuiet(performance.now())) yield* file.read(this.limits, 'quiet', signal)
      if (replaced) {
        this.files.delete(file.identity)
        await file.close()
      }
    }
  }

  private async begin(path: string): Promise<TextFile> {
    const file = await TextFile.open(path, this.format)
    this.waitingBytes.delete(path)
    if (!this.files.has(file.identity)) this.files.set(file.identity, file)
    return file
  }

  private async *readFrom(
    file: TextFile,
    position: Position | null,
    ending: Ending,
    signal: AbortSignal,
  ): AsyncGenerator<RecordBatch> {
    if (position !== null) {
      await file.seek(position)
      if (position.topic !== file.path) yield batchWithoutRecords(file.position)
    }
    yield* file.read(this.limits, ending, signal)
  }

  /** Standard input cannot be read again: it has no positions to go back to, and ends where it ends. */
  private async *standardInput(signal: AbortSignal): AsyncGenerator<RecordBatch> {
    const stream = new StreamReader(this.mode.stdin ?? process.stdin, signal)
    const path = standardInput
    const compression = compressionOf(await stream.peek(magicBytes))
    const reader = compression === null ? stream : new DecompressingReader(stream, compression)
    const fill = (target: Buffer): Promise<number> =>
      reader.read(target).catch((error: unknown) => {
        throw readFailure('standard input', compression, error)
      })
    const startedMs = Date.now()
    try {
      const text = new TextReader(this.format)
      for await (const { records, framer } of text.read(fill, this.limits, 0, 1, 'last', signal)) {
        const next = { topic: path, partition: 0, offset: framer.offset, line: framer.line }
        if (records.count > 0) yield batchOf(records, next, { path, name: path }, startedMs, this.format)
      }
    } finally {
      await reader.close()
    }
  }

  /** The runtime's manifest keeps the positions. */
  async committed(): Promise<null> {
    return null
  }

  async commit(): Promise<void> {}

  remaining(): { readonly bytes: number } | null {
    if (this.options.path === standardInput) return null
    let bytes = 0
    for (const waiting of this.waitingBytes.values()) bytes += waiting
    for (const file of this.files.values()) bytes += file.remainingBytes
    return { bytes }
  }

  async close(): Promise<void> {
    for (const file of this.files.values()) await file.close()
    this.files.clear()
  }
}

/** Path -> identity, without files that are gone already; of one file with several names the first name counts. */
async function identitiesOf(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const identities = new Map<string, string>()
  const seen = new Set<string>()
  for (const path of paths) {
    const stats = await stat(path).catch(() => null)
    if (stats === null) continue
    const identity = identityOf(stats)
    if (seen.has(identity)) continue
    seen.add(identity)
    identities.set(path, identity)
  }
  return identities
}

/** Where to go on in a file: by what it is first, then by its name. Null: from its beginning. Raises ConnectorError. */
function positionOf(
  file: TextFile,
  positions: readonly Position[],
  identities: ReadonlyMap<string, string>,
): Position | null {
  const own = positions.find((position) => position.identity === file.identity && position.topic === file.path)
  const renamed = positions.find((position) => position.identity === file.identity)
  if (own !== undefined || renamed !== undefined) return own ?? renamed ?? null
  const before = positions.find((position) => position.topic === file.path)
  if (before === undefined) return null
  if (before.identity === undefined) return before
  // The file of that name was renamed and is found under its new name: this is the one that followed it.
  if ([...identities.values()].includes(before.identity)) return null
  throw new ConnectorError(
    `\`${file.path}\` is not the file that was read before: it was replaced, and the old one (read up to byte ${before.offset}) is not found`,
    "bring the old file back under a name that 'path' covers, or start with a new state directory to read this one from its beginning",
  )
}

/** Tells the runtime under which name a file is known from now on. */
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

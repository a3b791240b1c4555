/**
 * The source connector for files: a file, a glob, a folder or standard input, as batches of records, in the order of the paths.
 *
 * A file is known by its device, inode and birth, so that a log which is rotated (renamed) is not read twice, and one that was replaced
 * is not mistaken for the one before.
 */
import type { Readable } from 'node:stream'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import { everything } from '../ports.ts'
import type { SourceConnector, SourceShare } from '../ports.ts'
import { StreamReader } from './byte-reader.ts'
import { compressionOf, DecompressingReader, magicBytes } from './compression.ts'
import { canBeCut, plainLines } from './framing.ts'
import { fileChunkBytes, laneCount } from './lanes.ts'
import { listFiles, standardInput } from './paths.ts'
import { pause, RateLimit } from '../rate-limit.ts'
import { framerLimits } from './record-framer.ts'
import { FileScan } from './scan.ts'
import { batchOf, readFailure, TextFile } from './text-file.ts'
import { TextReader } from './text-records.ts'
import type { TextFormat } from './framing.ts'
import type { FramerLimits } from './record-framer.ts'

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
  /** Of files that are cut; jobs leave it as it is, for their positions rest on it. */
  readonly chunkBytes?: number
}

const defaultPollMs = 250

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
  /** The last one of each shard. */
  private readonly scans = new Map<number, FileScan>()
  /** Of all files, when it was opened. */
  private foundBytes = 0

  get shardsMax(): number {
    return this.options.path === standardInput ? 1 : laneCount
  }

  get isCuttable(): boolean {
    return this.options.path !== standardInput && canBeCut(this.format)
  }

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
      const file = await TextFile.open(path, this.format, { share: everything, chunkBytes: fileChunkBytes })
      this.foundBytes += file.remainingBytes
      await file.close()
    }
  }

  async *batches(positions: readonly Position[], signal: AbortSignal, share = everything): AsyncGenerator<RecordBatch> {
    for await (const batch of this.unlimited(positions, signal, share)) {
      if (this.rateLimit !== null) await pause(this.rateLimit.delayMs(batch.count, performance.now()), signal)
      if (signal.aborted) return
      yield batch
    }
  }

  private unlimited(
    positions: readonly Position[],
    signal: AbortSignal,
    share: SourceShare,
  ): AsyncIterable<RecordBatch> {
    if (this.options.path === standardInput) return share.shard === 0 ? this.standardInput(signal) : nothing()
    const { path } = this.options
    const { format, limits } = this
    const division = { share, chunkBytes: this.mode.chunkBytes ?? fileChunkBytes }
    const pollMs = this.mode.pollMs ?? defaultPollMs
    const scan = new FileScan({ path, format, limits, division, pollMs }, positions, signal)
    this.scans.set(share.shard, scan)
    return this.mode.untilEnd ? scan.once() : scan.follow()
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
    const left = [...this.scans.values()].map(({ remainingBytes }) => remainingBytes)
    if (left.length === 0 || left.includes(null)) return { bytes: this.foundBytes }
    return { bytes: left.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) }
  }

  async close(): Promise<void> {
    for (const scan of this.scans.values()) await scan.close()
  }
}

async function* nothing(): AsyncGenerator<RecordBatch> {}

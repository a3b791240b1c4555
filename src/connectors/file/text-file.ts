/** What one shard has of one file, as records: opened, set to a position, read to its end, and on when it has grown. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import { ConnectorError } from '../ports.ts'
import type { SourceShare } from '../ports.ts'
import { causeOf } from '../system-error.ts'
import { FileReader } from './byte-reader.ts'
import { compressionOf, compressionOfName, DecompressingReader, magicBytes } from './compression.ts'
import { FileExtents } from './extents.ts'
import type { Mark, Piece } from './extents.ts'
import { canBeCut, endsByQuiet } from './framing.ts'
import { FilePart } from './lanes.ts'
import { mustBeFile } from './paths.ts'
import { TextReader, upTo } from './text-records.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Compression } from './compression.ts'
import type { TextFormat } from './framing.ts'
import type { FramerLimits } from './record-framer.ts'
import type { Ending, TextRecords } from './text-records.ts'

/** Which part of its files a shard reads, and how large chunks are: larger than any byte order mark. */
export interface FileDivision {
  readonly share: SourceShare
  readonly chunkBytes: number
}

const lineFeed = 10
const newlineWindowBytes = 64 * 1024
/** At the end of a piece so much is read at once of what follows it: most often that is the rest of the last record. */
const overlapBytes = 16 * 1024

export class TextFile {
  /** By which name it is known now: a file that is rotated gets another one. */
  path: string
  /** Device, inode and birth: what tells the file from another one of the same name. */
  readonly identity: string
  readonly compression: Compression | null
  private readonly handle: FileHandle
  private readonly format: TextFormat
  private readonly text: TextReader
  private readonly extents: FileExtents
  private sizeBytes: number
  private modifiedMs: number
  /** Of a compressed file, which is read once. */
  private reader: ByteReader | null = null
  /** The file's size when it was last read to its end; -1: it was not. */
  private readBytes = -1
  /** Since when it has that size, by a monotonic clock; null: the pause was made use of. */
  private quietSinceMs: number | null = null

  private constructor(
    path: string,
    handle: FileHandle,
    state: FileState,
    compression: Compression | null,
    format: TextFormat,
    division: FileDivision,
  ) {
    this.path = path
    this.handle = handle
    this.format = format
    this.text = new TextReader(format)
    this.identity = state.identity
    this.sizeBytes = state.sizeBytes
    this.modifiedMs = state.modifiedMs
    this.compression = compression
    const isCut = division.share.isCut && compression === null && canBeCut(format)
    this.extents = new FileExtents(new FilePart(state.identity, division.share, isCut, division.chunkBytes))
  }

  /** Opens the file and looks at its first bytes. Raises ConnectorError. */
  static async open(path: string, format: TextFormat, division: FileDivision): Promise<TextFile> {
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
    })
    try {
      const state = await stateOf(path, handle)
      const head = Buffer.alloc(magicBytes)
      const { bytesRead } = await handle.read(head, 0, magicBytes, 0)
      const compression = compressionOf(head.subarray(0, bytesRead))
      mustBeAsNamed(path, head.subarray(0, bytesRead), compression)
      return new TextFile(path, handle, state, compression, format, division)
    } catch (error) {
      await handle.close()
      if (error instanceof ConnectorError) throw error
      throw new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
    }
  }

  /** Something of what is done. */
  get position(): Position {
    const { lane, ...mark } = this.extents.statement()
    return this.positionAt(mark, lane)
  }

  /** Bytes on disk that are the shard's and were not read yet. */
  get remainingBytes(): number {
    if (this.compression === null) return this.extents.remainingBytes(this.sizeBytes)
    return this.extents.next() === null ? 0 : Math.max(0, this.sizeBytes - (this.reader?.consumedBytes ?? 0))
  }

  /** Says what is done of the file, at once after it was opened. Raises ConnectorError if the file does not reach so far. */
  async seek(positions: readonly Position[]): Promise<void> {
    this.extents.restore(positions)
    const { offset } = this.extents.whole
    if (this.compression === null) {
      if (this.extents.furthest > this.sizeBytes) throw this.tooShort(this.sizeBytes)
      return
    }
    if (this.extents.next() === null) return
    this.reader = this.readerAt(0)
    const scratch = Buffer.allocUnsafeSlow(1024 * 1024)
    for (let skipped = 0; skipped < offset;) {
      const bytes = await this.fillFrom(this.reader, scratch.subarray(0, offset - skipped))
      if (bytes === 0) throw this.tooShort(skipped)
      skipped += bytes
    }
  }

  /** Looks at the file's size and time again; whether there is more to read. Compressed files are read once. */
  async hasGrown(): Promise<boolean> {
    const state = await stateOf(this.path, this.handle)
    this.sizeBytes = state.sizeBytes
    this.modifiedMs = state.modifiedMs
    if (this.compression !== null) return this.reader === null
    const { furthest } = this.extents
    if (this.sizeBytes < furthest) throw this.tooShort(this.sizeBytes)
    return this.sizeBytes > furthest && this.sizeBytes !== this.readBytes
  }

  /** Whether nothing came for so long that a record which only more text would end is taken to be whole. Says so once. */
  isQuiet(nowMs: number): boolean {
    if (this.quietSinceMs === null || !endsByQuiet(this.format)) return false
    if (nowMs - this.quietSinceMs < this.format.quietMs) return false
    this.quietSinceMs = null
    return true
  }

  /** Records to the file's end as it is now; what is the last one is for `ending` to say. Raises ConnectorError. */
  async *read(limits: FramerLimits, ending: Ending, signal: AbortSignal): AsyncGenerator<RecordBatch> {
    if (this.extents.whole.offset > 0 && this.text.needsHeader) await this.readHeader(limits, signal)
    this.readBytes = this.sizeBytes
    this.quietSinceMs = ending === 'open' ? performance.now() : null
    this.extents.lookAgain()
    for (let piece = this.extents.next(); piece !== null && !signal.aborted; piece = this.extents.next()) {
      if (piece.isTail && (await this.isBehindNewline(piece.offset))) this.extents.settle(piece)
      else if (yield* this.readPiece(piece, limits, ending, signal)) continue
      else if (piece.isTail) this.extents.postpone(piece)
      else return
    }
  }

  /** Whether the file reaches to the end of the piece. */
  private async *readPiece(
    piece: Piece,
    limits: FramerLimits,
    ending: Ending,
    signal: AbortSignal,
  ): AsyncGenerator<RecordBatch, boolean> {
    const offset = piece.isBoundary ? piece.offset : await this.behindNewline(piece.offset - 1)
    if (offset === null) return false
    if (offset >= piece.end) {
      this.extents.advance(piece, { offset, line: null })
      return true
    }
    // What is read of a record that has no end yet is forgotten, and read again with the rest of it.
    const reader = this.compression === null ? this.readerAt(offset) : (this.reader ??= this.readerAt(0))
    let at = offset
    const fill = async (target: Buffer): Promise<number> => {
      const bytes = await this.fillFrom(reader, target.subarray(0, Math.max(piece.end - at, overlapBytes)))
      at += bytes
      return bytes
    }
    const end = this.compression === null ? ending : 'last'
    for await (const { records, framer } of this.text.read(fill, limits, offset, piece.line ?? 1, end, signal)) {
      const isPast = framer.offset >= piece.end
      const own = isPast ? upTo(records, piece.end) : records
      const isAll = own.count === records.count
      const line = isAll ? framer.line : records.lines[own.count]
      const mark = {
        offset: isAll ? framer.offset : records.offsets[own.count],
        line: piece.line === null ? null : line,
      }
      this.extents.advance(piece, mark)
      if (own.count > 0) yield this.batch(piece.line === null ? { ...own, lines: null } : own, mark, piece)
      if (isPast) return true
    }
    return false
  }

  private batch(records: BatchRecords, mark: Mark, { lane }: Piece): RecordBatch {
    const file = { path: this.path, name: basename(this.path) }
    return batchOf(records, this.positionAt(mark, lane), file, this.modifiedMs, this.format)
  }

  private positionAt({ offset, line }: Mark, lane: number | null): Position {
    const place = { topic: this.path, partition: 0, offset, identity: this.identity }
    return { ...place, ...(line === null ? {} : { line }), ...(lane === null ? {} : { lane }) }
  }

  private async isBehindNewline(offset: number): Promise<boolean> {
    const byte = Buffer.alloc(1)
    await this.fillFrom(this.readerAt(offset - 1), byte)
    return byte[0] === lineFeed
  }

  /** The place behind the first newline from `from` on; null: there is none yet. */
  private async behindNewline(from: number): Promise<number | null> {
    const reader = this.readerAt(from)
    const window = Buffer.allocUnsafe(newlineWindowBytes)
    for (let at = from; ;) {
      const bytes = await this.fillFrom(reader, window)
      if (bytes === 0) return null
      const found = window.subarray(0, bytes).indexOf(lineFeed)
      if (found >= 0) return at + found + 1
      at += bytes
    }
  }

  /** The header stands before the place to read on from, unless nothing but empty lines does. */
  private async readHeader(limits: FramerLimits, signal: AbortSignal): Promise<void> {
    const reader = this.readerAt(0)
    let leftBytes = this.extents.whole.offset
    const fill = async (target: Buffer): Promise<number> => {
      const bytes = leftBytes === 0 ? 0 : await this.fillFrom(reader, target.subarray(0, leftBytes))
      leftBytes -= bytes
      return bytes
    }
    for await (const _ of this.text.read(fill, limits, 0, 1, 'open', signal)) if (!this.text.needsHeader) break
    await reader.close()
  }

  async close(): Promise<void> {
    await this.reader?.close()
    await this.handle.close()
  }

  private readerAt(offset: number): ByteReader {
    if (this.compression === null) return new FileReader(this.handle, offset)
    return new DecompressingReader(new FileReader(this.handle, 0), this.compression)
  }

  private async fillFrom(reader: ByteReader, target: Buffer): Promise<number> {
    try {
      return await reader.read(target)
    } catch (error) {
      throw readFailure(this.path, this.compression, error)
    }
  }

  private tooShort(textBytes: number): ConnectorError {
    return new ConnectorError(
      `\`${this.path}\` holds ${textBytes} bytes of text, but ${this.extents.furthest} were read of it before: it was cut or written anew`,
      'logs are rotated without loss by renaming, not by truncating; to read the file again from its beginning, start with a new state directory',
    )
  }
}

interface FileState {
  readonly identity: string
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/** Tells a file from all others that have, or had, its name; inodes alone are given to new files soon. */
export function identityOf(stats: Stats): string {
  return `${stats.dev}:${stats.ino}:${Math.floor(stats.birthtimeMs)}`
}

async function stateOf(path: string, handle: FileHandle): Promise<FileState> {
  const stats = await handle.stat()
  mustBeFile(path, stats)
  return { identity: identityOf(stats), sizeBytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs) }
}

/** A name that promises compressed data over other content is a mistake that would give only garbage records. */
function mustBeAsNamed(path: string, head: Buffer, compression: Compression | null): void {
  const claimed = compressionOfName(path)
  if (claimed === null || claimed === compression) return
  const ending = claimed === 'gzip' ? '.gz' : '.zst'
  const found =
    head.length === 0
      ? 'the file is empty'
      : compression === null
        ? `it begins with the bytes ${head.toString('hex').replaceAll(/..(?=.)/g, '$& ')}`
        : `it is ${compression}`
  throw new ConnectorError(
    `cannot read \`${path}\`: its name ends in ${ending}, but it is no ${claimed} file: ${found}`,
    `if it is plain text, rename it without ${ending}`,
  )
}

/** The error that a failed read becomes. */
export function readFailure(path: string, compression: Compression | null, error: unknown): ConnectorError {
  if (compression === null || (error as NodeJS.ErrnoException).syscall !== undefined) {
    return new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
  }
  return new ConnectorError(
    `cannot read on in \`${path}\`: its ${compression} data is damaged or ends too early (${causeOf(error)})`,
    'the records before that place were read; restore the file, or take it away',
    { cause: error },
  )
}

/** Without lines where those before are not known. */
export type BatchRecords = Omit<TextRecords, 'lines'> & Pick<RecordBatch, 'lines'>

/** Records as the engine takes them. */
export function batchOf(
  records: BatchRecords,
  next: Position,
  file: NonNullable<RecordBatch['file']>,
  timestampMs: number,
  { encoding }: TextFormat,
): RecordBatch {
  return {
    topic: next.topic,
    partition: 0,
    file,
    count: records.count,
    bytes: records.bytes,
    starts: records.starts,
    ends: records.ends,
    offsets: records.offsets,
    timestamps: new Float64Array(records.count).fill(timestampMs),
    lines: records.lines,
    keys: null,
    headers: null,
    oversized: records.oversized,
    undecodable: records.originals.size === 0 ? null : { encoding: encoding.name, originals: records.originals },
    csvHeader: records.csvHeader,
    next,
    release: records.release,
  }
}

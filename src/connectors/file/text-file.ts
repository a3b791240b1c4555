/** One file (or standard input) as records: opened, set to a position, read to its end, and on when it has grown. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { Position, RecordBatch } from '../../engine/batch.ts'
import { ConnectorError } from '../ports.ts'
import { causeOf } from '../system-error.ts'
import { FileReader } from './byte-reader.ts'
import { compressionOf, compressionOfName, DecompressingReader, magicBytes } from './compression.ts'
import { endsByQuiet } from './framing.ts'
import { mustBeFile } from './paths.ts'
import { TextReader } from './text-records.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Compression } from './compression.ts'
import type { TextFormat } from './framing.ts'
import type { FramerLimits } from './record-framer.ts'
import type { Ending, TextRecords } from './text-records.ts'

export class TextFile {
  /** By which name it is known now: a file that is rotated gets another one. */
  path: string
  /** Device, inode and birth: what tells the file from another one of the same name. */
  readonly identity: string
  readonly compression: Compression | null
  private readonly handle: FileHandle
  private readonly format: TextFormat
  private readonly text: TextReader
  private sizeBytes: number
  private modifiedMs: number
  private reader: ByteReader | null = null
  private offset = 0
  private line = 1
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
  ) {
    this.path = path
    this.handle = handle
    this.format = format
    this.text = new TextReader(format)
    this.identity = state.identity
    this.sizeBytes = state.sizeBytes
    this.modifiedMs = state.modifiedMs
    this.compression = compression
  }

  /** Opens the file and looks at its first bytes. Raises ConnectorError. */
  static async open(path: string, format: TextFormat): Promise<TextFile> {
    const handle = await open(path, 'r').catch((error: unknown) => {
      throw new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
    })
    try {
      const state = await stateOf(path, handle)
      const head = Buffer.alloc(magicBytes)
      const { bytesRead } = await handle.read(head, 0, magicBytes, 0)
      const compression = compressionOf(head.subarray(0, bytesRead))
      mustBeAsNamed(path, head.subarray(0, bytesRead), compression)
      return new TextFile(path, handle, state, compression, format)
    } catch (error) {
      await handle.close()
      if (error instanceof ConnectorError) throw error
      throw new ConnectorError(`cannot read \`${path}\`: ${causeOf(error)}`, null, { cause: error })
    }
  }

  get position(): Position {
    return { topic: this.path, partition: 0, offset: this.offset, line: this.line, identity: this.identity }
  }

  /** Bytes on disk that were not read yet. */
  get remainingBytes(): number {
    const doneBytes = this.compression === null ? this.offset : (this.reader?.consumedBytes ?? 0)
    return Math.max(0, this.sizeBytes - doneBytes)
  }

  /** Sets the place to read on. Raises ConnectorError if the file does not reach so far. */
  async seek(position: Position): Promise<void> {
    this.line = position.line ?? 1
    this.offset = position.offset
    if (this.compression === null) {
      if (position.offset > this.sizeBytes) throw this.tooShort(this.sizeBytes)
      return
    }
    this.reader = new DecompressingReader(new FileReader(this.handle, 0), this.compression)
    const scratch = Buffer.allocUnsafeSlow(1024 * 1024)
    for (let skipped = 0; skipped < position.offset;) {
      const bytes = await this.fillFrom(this.reader, scratch.subarray(0, position.offset - skipped))
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
    if (this.sizeBytes < this.offset) throw this.tooShort(this.sizeBytes)
    return this.sizeBytes > this.offset && this.sizeBytes !== this.readBytes
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
    if (this.offset > 0 && this.text.needsHeader) await this.readHeader(limits, signal)
    this.readBytes = this.sizeBytes
    this.quietSinceMs = ending === 'open' ? performance.now() : null
    // What is read of a record that has no end yet is forgotten, and read again with the rest of it.
    const reader = this.reader ?? this.readerAt(this.offset)
    this.reader = reader
    const fill = (target: Buffer): Promise<number> => this.fillFrom(reader, target)
    const end = this.compression === null ? ending : 'last'
    for await (const { records, framer } of this.text.read(fill, limits, this.offset, this.line, end, signal)) {
      this.offset = framer.offset
      this.line = framer.line
      if (records.count === 0) continue
      yield batchOf(
        records,
        this.position,
        { path: this.path, name: basename(this.path) },
        this.modifiedMs,
        this.format,
      )
    }
    if (this.compression === null) this.reader = null
  }

  /** The header stands before the place to read on from, unless nothing but empty lines does. */
  private async readHeader(limits: FramerLimits, signal: AbortSignal): Promise<void> {
    const reader = this.readerAt(0)
    let leftBytes = this.offset
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
      `\`${this.path}\` holds ${textBytes} bytes of text, but ${this.offset} were read of it before: it was cut or written anew`,
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

/** Records as the engine takes them. */
export function batchOf(
  records: TextRecords,
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
  }
}

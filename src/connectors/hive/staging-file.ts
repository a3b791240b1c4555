/**
 * A file on its way: under a name in the staging folder that readers ignore, hashed while it is written, opened only when there is
 * something to write. It gets its final name elsewhere, once its epoch is decided. What is asked of it is done one after the
 * other, and nothing after a failure.
 */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { ColumnarFileWriter } from '../../formats/ports.ts'
import { GrowingBytes } from '../../formats/byte-buffer.ts'
import { ConnectorError } from '../ports.ts'
import type { StagedFile } from '../ports.ts'
import { causeOf } from '../system-error.ts'

/** What a file takes that holds nothing (measured: 2.9 kB, and its partition). */
const emptyBytes = 4 * 1024
/** What each column of a writer takes that holds nothing (measured: 6.1 kB, of which its buffers are 1.1). */
export const emptyColumnBytes = 5 * 1024

export class StagingFile {
  /** Where it is written, and where it belongs. */
  readonly staged: string
  readonly final: string
  /** Makes its bytes of columns; null: rows come as bytes. */
  readonly writer: ColumnarFileWriter | null
  rows = 0
  private readonly hash = createHash('sha256')
  private handle: FileHandle | null = null
  private pending = new GrowingBytes(0)
  private writtenBytes = 0
  private last: Promise<unknown> = Promise.resolve()

  constructor(staged: string, final: string, writer: ColumnarFileWriter | null) {
    this.staged = staged
    this.final = final
    this.writer = writer
  }

  /** What it takes of the memory, about. */
  get memoryBytes(): number {
    return emptyBytes + emptyColumnBytes * (this.writer?.columnCount ?? 0) + this.bufferedBytes
  }

  /** Whether it has been written to, and so is an open file of the process. */
  get isOnDisk(): boolean {
    return this.handle !== null
  }

  /** Bytes that `flush` would write. */
  get pendingBytes(): number {
    return this.pending.length + (this.writer?.finishedBytes ?? 0)
  }

  /** The file's size so far, an estimate where columns gather. */
  get sizeBytes(): number {
    return this.writtenBytes + this.bufferedBytes
  }

  append(bytes: Buffer, start: number, end: number): void {
    this.pending.ensure(end - start)
    this.pending.length += bytes.copy(this.pending.bytes, this.pending.length, start, end)
  }

  /** Writes what is pending. Raises ConnectorError. */
  async flush(): Promise<void> {
    return this.inTurn(() => this.writePending())
  }

  /** Writes the rest and makes it durable. Raises ConnectorError. */
  async finish(): Promise<StagedFile> {
    return this.inTurn(async () => {
      await this.writePending()
      if (this.writer !== null) await this.write(this.writer.finish())
      await this.guard(async () => {
        await this.handle?.sync()
        await this.closeHandle()
      })
      const { staged, final, rows } = this
      return { staged, final, rows, bytes: this.writtenBytes, sha256: this.hash.digest('hex') }
    })
  }

  /** When what was asked of it has come to an end. */
  async close(): Promise<void> {
    await this.last.catch(() => {})
    await this.closeHandle()
  }

  private async inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.last.then(action)
    this.last = done
    return done
  }

  private get bufferedBytes(): number {
    return this.pending.length + (this.writer?.bufferedBytes ?? 0)
  }

  private async writePending(): Promise<void> {
    if (this.writer !== null) return this.write(this.writer.takeFinished())
    const { bytes, length } = this.pending
    this.pending = new GrowingBytes(0)
    if (length > 0) await this.write([bytes.subarray(0, length)])
  }

  private async write(parts: readonly Uint8Array[]): Promise<void> {
    if (parts.length === 0) return
    for (const part of parts) this.hash.update(part)
    await this.guard(async () => {
      this.handle ??= await open(this.staged, 'wx')
      this.writtenBytes += await writeWholly(this.handle, parts)
    })
  }

  private async closeHandle(): Promise<void> {
    const { handle } = this
    this.handle = null
    await handle?.close()
  }

  private async guard(action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (error) {
      throw writeFailure(this.staged, error)
    }
  }
}

/** The error that a failed write becomes. */
export function writeFailure(path: string, error: unknown): ConnectorError {
  return new ConnectorError(
    `cannot write \`${path}\`: ${causeOf(error)}`,
    'nothing of the open epoch has become visible; when the cause is removed, start again: it goes on from the last epoch',
    { cause: error },
  )
}

/** What the system takes at once (IOV_MAX). */
const partsMax = 1024

/** Returns how many bytes they are. */
async function writeWholly(handle: FileHandle, parts: readonly Uint8Array[]): Promise<number> {
  let written = 0
  for (let left = parts; left.length > 0;) {
    const { bytesWritten } = await handle.writev(left.slice(0, partsMax))
    written += bytesWritten
    left = behind(left, bytesWritten)
  }
  return written
}

/** Without their first bytes. */
function behind(parts: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let rest = bytes
  const first = parts.findIndex((part) => {
    if (part.length > rest) return true
    rest -= part.length
    return false
  })
  return first < 0 ? [] : [parts[first].subarray(rest), ...parts.slice(first + 1)]
}

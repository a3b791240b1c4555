/** Where the bytes of a file come from: the file itself, a stream (standard input), or a decompressor over either. */
import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'

export interface ByteReader {
  /** Fills the beginning of `target`; resolves to how much, 0 at the end (of a file that grows: its end so far). */
  read(target: Buffer): Promise<number>
  /** Bytes taken from the file or stream itself. */
  readonly consumedBytes: number
  close(): Promise<void>
}

/** Reads an open file from a position on. Does not close it. */
export class FileReader implements ByteReader {
  private readonly handle: FileHandle
  consumedBytes: number

  constructor(handle: FileHandle, positionBytes: number) {
    this.handle = handle
    this.consumedBytes = positionBytes
  }

  async read(target: Buffer): Promise<number> {
    const { bytesRead } = await this.handle.read(target, 0, target.length, this.consumedBytes)
    this.consumedBytes += bytesRead
    return bytesRead
  }

  async close(): Promise<void> {}
}

/** Reads a stream that others made, such as standard input. An aborted read ends the text. */
export class StreamReader implements ByteReader {
  private readonly stream: Readable
  private readonly pieces: AsyncIterator<Buffer>
  private readonly aborted: Promise<'aborted'>
  /** What came and was not taken yet. */
  private rest: Buffer = Buffer.alloc(0)
  private ended = false
  consumedBytes = 0

  constructor(stream: Readable, signal: AbortSignal) {
    this.stream = stream
    this.pieces = stream[Symbol.asyncIterator]()
    this.aborted = new Promise((resolve) => {
      if (signal.aborted) resolve('aborted')
      else signal.addEventListener('abort', () => resolve('aborted'), { once: true })
    })
  }

  async read(target: Buffer): Promise<number> {
    while (this.rest.length === 0 && !this.ended) await this.take()
    const bytes = this.rest.copy(target)
    this.rest = this.rest.subarray(bytes)
    this.consumedBytes += bytes
    return bytes
  }

  /** The first bytes of the stream, which are still to be read; fewer than asked for at its end. */
  async peek(bytes: number): Promise<Buffer> {
    while (this.rest.length < bytes && !this.ended) await this.take()
    return this.rest.subarray(0, bytes)
  }

  private async take(): Promise<void> {
    const taken = await Promise.race([this.pieces.next(), this.aborted])
    if (taken === 'aborted' || taken.done === true) this.ended = true
    else this.rest = this.rest.length === 0 ? taken.value : Buffer.concat([this.rest, taken.value])
  }

  async close(): Promise<void> {
    this.stream.destroy()
  }
}

/**
 * gzip and zstd, read as if the file were plain. Recognised by their first bytes (RFC 1952, RFC 8878), not by the name. Several
 * compressed members one after another are one text, as gzip(1) and zstd(1) hold it.
 */
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { Transform } from 'node:stream'
import type { ByteReader } from './byte-reader.ts'

export type Compression = 'gzip' | 'zstd'

/** So many first bytes tell the compression. */
export const magicBytes = 4

const inputBytes = 256 * 1024
const outputBytes = 256 * 1024

/** How a file is compressed that begins with these bytes; null: it is plain. */
export function compressionOf(head: Uint8Array): Compression | null {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length < magicBytes) return null
  const [a, b, c, d] = head
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd'
  const skippable = (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18
  return skippable ? 'zstd' : null
}

/** What a file of this name claims to be; null: nothing. */
export function compressionOfName(name: string): Compression | null {
  if (name.endsWith('.gz')) return 'gzip'
  return name.endsWith('.zst') ? 'zstd' : null
}

/** The compressed data ends too early or is damaged. What came before was delivered. */
export class DamagedData extends Error {}

/** Decompresses what `source` gives, in bounded memory however much a few bytes expand to. Raises DamagedData. */
export class DecompressingReader implements ByteReader {
  private readonly source: ByteReader
  private readonly compression: Compression
  private decoder: Transform & { readonly bytesWritten: number }
  /** Of the decoder at hand: bytes given to it, and the last piece of them. */
  private givenBytes = 0
  private piece: Buffer = Buffer.alloc(0)
  private writing = false
  private sourceEnded = false
  private memberEnded = false
  private failure: Error | null = null
  private wake: () => void = () => {}

  constructor(source: ByteReader, compression: Compression) {
    this.source = source
    this.compression = compression
    this.decoder = this.newDecoder()
  }

  get consumedBytes(): number {
    return this.source.consumedBytes
  }

  /** Fills `target` wholly unless the text ends. Truncated data fails only after all of its text was read. */
  async read(target: Buffer): Promise<number> {
    let filled = 0
    while (filled < target.length) {
      const bytes = Math.min(this.decoder.readableLength, target.length - filled)
      if (bytes > 0) {
        const text = this.decoder.read(bytes) as Buffer
        filled += text.copy(target, filled)
      } else if (this.failure !== null) {
        if (filled > 0) return filled
        throw new DamagedData(this.failure.message, { cause: this.failure })
      } else if (this.memberEnded) {
        if (!this.nextMember()) return filled
      } else if (this.writing || this.sourceEnded || this.leftBytes > 0) {
        await this.decoderEvent()
      } else {
        await this.feed()
      }
    }
    return filled
  }

  /** Gives the decoder its next piece. At the source's end it is told so only now, when all its text has been taken: its error would discard it. */
  private async feed(): Promise<void> {
    const piece = Buffer.allocUnsafe(inputBytes)
    const bytes = await this.source.read(piece)
    if (bytes > 0) return this.write(piece.subarray(0, bytes))
    this.sourceEnded = true
    this.decoder.end()
  }

  private write(piece: Buffer): void {
    this.piece = piece
    this.givenBytes += piece.length
    this.writing = true
    this.decoder.write(piece, () => {
      this.writing = false
      this.wake()
    })
  }

  /** What the decoder left over at the end of a member begins another one, unless it is the zeros that pad archives. */
  private nextMember(): boolean {
    const left = this.piece.subarray(this.piece.length - this.leftBytes)
    if (left.length === 0 || (this.compression === 'gzip' && left[0] === 0)) return false
    this.decoder.destroy()
    this.decoder = this.newDecoder()
    this.givenBytes = 0
    this.memberEnded = false
    this.sourceEnded = false
    this.write(left)
    return true
  }

  /** What the decoder has not taken; when it is not at work, because the member has ended. */
  private get leftBytes(): number {
    return this.givenBytes - this.decoder.bytesWritten
  }

  private newDecoder(): Transform & { readonly bytesWritten: number } {
    const options = { chunkSize: outputBytes }
    const decoder = this.compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options)
    decoder.on('readable', () => this.wake())
    decoder.on('end', () => {
      this.memberEnded = true
      this.wake()
    })
    decoder.on('error', (error) => {
      this.failure = error
      this.wake()
    })
    return decoder
  }

  private decoderEvent(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve
      // Asks for more, or for the end: neither comes by itself.
      this.decoder.read(0)
    })
  }

  async close(): Promise<void> {
    this.decoder.destroy()
    await this.source.close()
  }
}

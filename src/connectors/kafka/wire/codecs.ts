/** How the records of a batch are compressed: `compression.type`, its number in the batch's attributes, both directions. */
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { compressLz4, decompressLz4 } from './lz4.ts'
import { compressSnappy, decompressSnappy } from './snappy.ts'

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** In the order of their numbers. */
export const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export function codecNumber(codec: Codec): number {
  return codecs.indexOf(codec)
}

/** The result is the argument itself for `none`. Levels are those that Kafka's own clients would call fast. */
export function compress(codec: Codec, bytes: Buffer): Buffer {
  switch (codec) {
    case 'none':
      return bytes
    case 'gzip':
      return gzipSync(bytes, { level: 1, chunkSize: chunkBytes(bytes.length >> 1) })
    case 'snappy':
      return compressSnappy(bytes)
    case 'lz4':
      return compressLz4(bytes)
    case 'zstd':
      return zstdCompressSync(bytes, {
        params: { [constants.ZSTD_c_compressionLevel]: 1 },
        chunkSize: chunkBytes(bytes.length >> 1),
      })
  }
}

/** Raises an Error where the bytes are broken, or would become more than `bytesMax`. */
export function decompress(codec: Codec, bytes: Buffer, bytesMax: number): Buffer {
  const chunkSize = chunkBytes(Math.min(bytes.length * 4, bytesMax))
  switch (codec) {
    case 'none':
      return bytes
    case 'gzip':
      return gunzipSync(bytes, { maxOutputLength: bytesMax, chunkSize })
    case 'snappy':
      return decompressSnappy(bytes, bytesMax)
    case 'lz4':
      return decompressLz4(bytes, bytesMax)
    case 'zstd':
      return zstdDecompressSync(bytes, { maxOutputLength: bytesMax, chunkSize })
  }
}

/** zlib writes into pieces of this size and joins them: few pieces, but no room that is never used. */
function chunkBytes(expected: number): number {
  return Math.min(Math.max(expected, 16_384), 4 << 20)
}

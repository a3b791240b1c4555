/**
 * Compression of pages. zstd at level 1 is both faster and smaller than snappy on log tables. Large pages go to the threads of
 * Node's pool, so that the next ones are encoded meanwhile; a small one would cost more to hand over than to compress.
 */
import { promisify } from 'node:util'
import { constants, gzip, gzipSync, zstdCompress, zstdCompressSync } from 'node:zlib'
import { snappy } from './container.ts'
import type { Codec } from './container.ts'

/** Handing over costs about what the compression of so much does. */
const laterBytesMin = 131_072

const zstdParameters = { [constants.ZSTD_c_compressionLevel]: 1 }

const gzipLater = promisify(gzip)
const zstdLater = promisify(zstdCompress)

/** The result may be the argument itself. */
export function compress(codec: Codec, bytes: Buffer): Buffer | Promise<Buffer> {
  const later = bytes.length >= laterBytesMin
  // Of what the result is allocated in pieces: mostly one suffices.
  const chunkSize = Math.max(1024, bytes.length >> 1)
  switch (codec) {
    case 'uncompressed':
      return bytes
    case 'snappy':
      return snappy(bytes)
    case 'gzip': {
      const options = { level: 6, chunkSize }
      return later ? gzipLater(bytes, options) : gzipSync(bytes, options)
    }
    case 'zstd': {
      // Told the size, zstd does as well in another thread, where it is given the bytes piece by piece, as here.
      const options = { params: zstdParameters, chunkSize, pledgedSrcSize: bytes.length }
      return later ? zstdLater(bytes, options) : zstdCompressSync(bytes, options)
    }
  }
}

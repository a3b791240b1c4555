/** Compression of pages. zstd at level 1 is both faster and smaller than snappy on log tables. */
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { snappy } from './container.ts'
import type { Codec } from './container.ts'

const zstdParameters = { [constants.ZSTD_c_compressionLevel]: 1 }

/** The result is memory of its own. */
export function compress(codec: Codec, bytes: Buffer): Buffer {
  // Of what the result is allocated in pieces: mostly one suffices.
  const chunkSize = Math.max(1024, bytes.length >> 1)
  switch (codec) {
    case 'uncompressed':
      return Buffer.from(bytes)
    case 'snappy':
      return snappy(bytes)
    case 'gzip':
      return gzipSync(bytes, { level: 6, chunkSize })
    case 'zstd':
      return zstdCompressSync(bytes, { params: zstdParameters, chunkSize, pledgedSrcSize: bytes.length })
  }
}

/** Compression of pages. zstd at level 1 is both faster and smaller than snappy on log tables. */
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { snappy } from './container.ts'
import type { Codec } from './container.ts'

/** The result may be the argument itself. */
export function compress(codec: Codec, bytes: Buffer): Buffer {
  const chunkSize = Math.max(65_536, bytes.length >> 1)
  switch (codec) {
    case 'uncompressed':
      return bytes
    case 'snappy':
      return snappy(bytes)
    case 'gzip':
      return gzipSync(bytes, { level: 6, chunkSize })
    case 'zstd':
      return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize })
  }
}

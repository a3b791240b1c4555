import { crc32 as checksum } from 'node:zlib'
import { ofTextOrBytes } from './digest.ts'
import type { FunctionDefinition } from '../definition.ts'

export const crc32: FunctionDefinition = {
  name: 'crc32',
  aliases: [],
  family: 'hash',
  description: "The CRC-32 (that of zip and Ethernet) of a text's UTF-8, or of bytes.",
  signatures: ofTextOrBytes({ kind: 'BIGINT' }),
  nulls: 'propagate',
  canFail: false,
  flink: "none; Hive's CRC32",
  examples: [
    { expression: "crc32('ABC')", result: '2743272264' },
    { expression: "crc32('')", result: '0' },
    { expression: 'crc32(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (value) => BigInt(checksum(value as string | Uint8Array)),
}

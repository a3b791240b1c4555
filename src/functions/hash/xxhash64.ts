import { ofTextOrBytes } from './digest.ts'
import { xxh64 } from './xxh64.ts'
import type { FunctionDefinition } from '../definition.ts'

export const xxhash64: FunctionDefinition = {
  name: 'xxhash64',
  aliases: [],
  family: 'hash',
  description:
    "The XXH64 of a text's UTF-8, or of bytes: quick and evenly spread, for sharding and sampling, not for secrets. The seed is 0 unless given; Spark's `xxhash64(text)` is that with the seed 42.",
  signatures: ofTextOrBytes({ kind: 'BIGINT' }, { name: 'seed', accepts: 'BIGINT', optional: true }),
  nulls: 'propagate',
  canFail: false,
  flink: "none; Spark's XXHASH64",
  examples: [
    { expression: "xxhash64('')", result: '-1205034819632174695' },
    { expression: "xxhash64('abc')", result: '4952883123889572249' },
    { expression: "xxhash64('Spark', 42)", result: '-4294468057691064905' },
    { expression: 'xxhash64(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind:
    () =>
    (value, seed = 0n) =>
      xxh64(typeof value === 'string' ? Buffer.from(value, 'utf8') : (value as Uint8Array), seed as bigint),
}

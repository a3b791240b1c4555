import { digest } from './digest.ts'
import type { FunctionDefinition } from '../definition.ts'

export const maskHash: FunctionDefinition = {
  name: 'mask_hash',
  aliases: [],
  family: 'hash',
  description:
    "A text's SHA-256 as lower-case hexadecimal digits: the same text gives the same mask everywhere, so that masked columns can be joined. Short numbers can be found out by trying them all: `hmac` with a key cannot.",
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: "none; Hive's MASK_HASH",
  examples: [
    { expression: "mask_hash('abc')", result: "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'" },
    { expression: 'mask_hash(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => digest('sha256', text as string),
}

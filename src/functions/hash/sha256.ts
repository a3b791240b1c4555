import { createHash } from 'node:crypto'
import type { FunctionDefinition } from '../definition.ts'

export const sha256: FunctionDefinition = {
  name: 'sha256',
  aliases: [],
  family: 'hash',
  description: "The SHA256 of a text's UTF-8, as lower-case hexadecimal digits.",
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'SHA256',
  examples: [
    { expression: "sha256('abc')", result: "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'" },
  ],
  bind: () => (text) =>
    createHash('sha256')
      .update(text as string, 'utf8')
      .digest('hex'),
}

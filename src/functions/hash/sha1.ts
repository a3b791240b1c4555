import { createHash } from 'node:crypto'
import type { FunctionDefinition } from '../definition.ts'

export const sha1: FunctionDefinition = {
  name: 'sha1',
  aliases: [],
  family: 'hash',
  description: "The SHA1 of a text's UTF-8, as lower-case hexadecimal digits.",
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'SHA1',
  examples: [{ expression: "sha1('abc')", result: "'a9993e364706816aba3e25717850c26c9cd0d89d'" }],
  bind: () => (text) =>
    createHash('sha1')
      .update(text as string, 'utf8')
      .digest('hex'),
}

import { createHash } from 'node:crypto'
import type { FunctionDefinition } from '../definition.ts'

export const md5: FunctionDefinition = {
  name: 'md5',
  aliases: [],
  family: 'hash',
  description: "The MD5 of a text's UTF-8, as lower-case hexadecimal digits.",
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'MD5',
  examples: [{ expression: "md5('abc')", result: "'900150983cd24fb0d6963f7d28e17f72'" }],
  bind: () => (text) =>
    createHash('md5')
      .update(text as string, 'utf8')
      .digest('hex'),
}

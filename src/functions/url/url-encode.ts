import type { FunctionDefinition } from '../definition.ts'

export const urlEncode: FunctionDefinition = {
  name: 'url_encode',
  aliases: [],
  family: 'url',
  description: 'The text as `application/x-www-form-urlencoded`: bytes of UTF-8 as `%XX`, a blank as `+`.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: false,
  flink: 'URL_ENCODE',
  examples: [
    { expression: "url_encode('a b&c=日')", result: "'a+b%26c%3D%E6%97%A5'" },
    { expression: 'url_encode(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) =>
    encodeURIComponent(text as string)
      .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
}

import { Failure } from '../../types/value.ts'
import { formDecoded } from './form.ts'
import type { FunctionDefinition } from '../definition.ts'

export const urlDecode: FunctionDefinition = {
  name: 'url_decode',
  aliases: [],
  family: 'url',
  description: 'The text of an `application/x-www-form-urlencoded` one: `%XX` are bytes of UTF-8, `+` is a blank.',
  signatures: [{ parameters: [{ name: 'text', accepts: 'STRING' }], result: { kind: 'STRING' } }],
  nulls: 'propagate',
  canFail: true,
  flink: 'URL_DECODE',
  differs: 'fails where Flink gives NULL',
  examples: [
    { expression: "url_decode('a%20b+c')", result: "'a b c'" },
    { expression: "url_decode('%E6%97%A5')", result: "'日'" },
    { expression: "url_decode('100%')", failure: 'not URL-encoded UTF-8' },
    { expression: 'url_decode(CAST(NULL AS STRING))', result: 'NULL' },
  ],
  bind: () => (text) => formDecoded(text as string) ?? new Failure('not URL-encoded UTF-8'),
}

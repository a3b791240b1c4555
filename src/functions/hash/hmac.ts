import { createHmac } from 'node:crypto'
import { ofTextOrBytes } from './digest.ts'
import { oneOf } from '../one-of.ts'
import type { FunctionDefinition } from '../definition.ts'

const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']

export const hmac: FunctionDefinition = {
  name: 'hmac',
  aliases: [],
  family: 'hash',
  description:
    "The HMAC (RFC 2104) of a text's UTF-8, or of bytes, under a key, as lower-case hexadecimal digits: a pseudonym that nobody can find out by trying who does not know the key. By SHA-256, or the algorithm named: md5, sha1, sha224, sha256, sha384, sha512.",
  signatures: ofTextOrBytes(
    { kind: 'STRING' },
    { name: 'key', accepts: 'STRING' },
    {
      name: 'algorithm',
      accepts: 'STRING',
      optional: true,
      constant: { validate: oneOf('the algorithm', algorithms) },
    },
  ),
  nulls: 'propagate',
  canFail: false,
  flink: "none; as Trino's HMAC_SHA256",
  examples: [
    {
      expression: "hmac('what do ya want for nothing?', 'Jefe')",
      result: "'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'",
    },
    {
      expression: "hmac('what do ya want for nothing?', 'Jefe', 'md5')",
      result: "'750c783e6ab0b503eaa86e310a5db738'",
    },
    { expression: "hmac('a', CAST(NULL AS STRING))", result: 'NULL' },
  ],
  bind: ({ constants }) => {
    const algorithm = (constants[2] as string | undefined) ?? 'sha256'
    return (value, key) =>
      createHmac(algorithm, key as string)
        .update(value as string | Uint8Array)
        .digest('hex')
  },
}

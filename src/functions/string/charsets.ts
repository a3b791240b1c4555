/** The character sets of `encode` and `decode`, by Java's names. */
import { Failure, type Value } from '../../types/value.ts'

interface Charset {
  readonly encode: ((text: string) => Uint8Array | null) | null
  readonly decode: (bytes: Uint8Array) => string | null
}

const charsets: ReadonlyMap<string, Charset> = new Map<string, Charset>([
  ['UTF-8', { encode: (text) => Buffer.from(text, 'utf8'), decode: decoder('utf-8') }],
  ['US-ASCII', singleBytes(0x7f)],
  ['ISO-8859-1', singleBytes(0xff)],
  ['UTF-16LE', { encode: (text) => Buffer.from(text, 'utf16le'), decode: decoder('utf-16le') }],
  ['UTF-16BE', { encode: (text) => Buffer.from(text, 'utf16le').swap16(), decode: decoder('utf-16be') }],
  ['UTF-16', { encode: (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), decode: decodeByMark }],
  ...['GB18030', 'GBK', 'BIG5', 'SHIFT_JIS', 'EUC-JP', 'EUC-KR'].map((name): [string, Charset] => {
    return [name, { encode: null, decode: decoder(name.toLowerCase()) }]
  }),
])

/** What is wrong with the name of a character set that bytes are read in, or null. */
export function decodingProblem(name: Value): string | null {
  return charsets.has((name as string).toUpperCase())
    ? null
    : `the character set is one of ${[...charsets.keys()].join(', ')}`
}

/** The same for writing. */
export function encodingProblem(name: Value): string | null {
  const names = [...charsets].filter(([, { encode }]) => encode !== null).map(([known]) => known)
  return names.includes((name as string).toUpperCase()) ? null : `the character set is one of ${names.join(', ')}`
}

export function encoderOf(name: string): (text: string) => Uint8Array | Failure {
  const encode = charsets.get(name.toUpperCase())!.encode!
  const unknown = new Failure(`a character that ${name.toUpperCase()} has not`)
  return (text) => encode(text) ?? unknown
}

export function decoderOf(name: string): (bytes: Uint8Array) => string | Failure {
  const { decode } = charsets.get(name.toUpperCase())!
  const wrong = new Failure(`not ${name.toUpperCase()}`)
  return (bytes) => decode(bytes) ?? wrong
}

function decoder(label: string): Charset['decode'] {
  const reader = new TextDecoder(label, { fatal: true, ignoreBOM: true })
  return (bytes) => {
    try {
      return reader.decode(bytes)
    } catch {
      return null
    }
  }
}

/** As Java reads UTF-16: big-endian, unless a byte order mark says otherwise; the mark is no character. */
function decodeByMark(bytes: Uint8Array): string | null {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe
  return decoder(isLittle ? 'utf-16le' : 'utf-16be')(bytes)?.replace(/^\uFEFF/, '') ?? null
}

function singleBytes(last: number): Charset {
  return {
    encode: (text) => {
      for (const character of text) {
        if (character.codePointAt(0)! > last) return null
      }
      return Buffer.from(text, 'latin1')
    },
    decode: (bytes) => (bytes.some((byte) => byte > last) ? null : Buffer.from(bytes).toString('latin1')),
  }
}

/** The kinds of option values: how each is written, and what it becomes. */
import { zoneNamed } from '../types/zones.ts'

export type ParsedOption<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

export interface OptionKind<T> {
  /** What a value must be, for messages: "a duration such as `10 s`". */
  readonly expectation: string
  /** The allowed words, where there are few: the nearest is named to an author who mistyped one. */
  readonly words: readonly string[]
  readonly parse: (text: string) => ParsedOption<T>
}

const good = <T>(value: T): ParsedOption<T> => ({ ok: true, value })
const wrong = (message: string): ParsedOption<never> => ({ ok: false, message })

function kind<T>(expectation: string, read: (text: string) => T | undefined): OptionKind<T> {
  return {
    expectation,
    words: [],
    parse: (text) => {
      const value = read(text)
      return value === undefined ? wrong(`must be ${expectation}`) : good(value)
    },
  }
}

/** Any text but the empty one. */
export const textKind = kind('text that is not empty', (text) => (text.trim() === '' ? undefined : text))

/** Any text, the empty one too. */
export const anyTextKind = kind('text', (text) => text)

export const booleanKind: OptionKind<boolean> = {
  ...kind('`true` or `false`', (text) => ({ true: true, false: false })[text.trim().toLowerCase() as 'true' | 'false']),
  words: ['true', 'false'],
}

export function integerKind(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): OptionKind<number> {
  const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`
  return kind(`a whole number ${range}`, (text) => {
    const value = /^\s*-?\d{1,16}\s*$/.test(text) ? Number(text) : NaN
    return value >= minimum && value <= maximum ? value : undefined
  })
}

const msOfUnit = new Map<string, number>([
  // As in Flink, a bare number is in milliseconds.
  ...['', 'ms', 'milli', 'millis', 'millisecond', 'milliseconds'].map((unit) => [unit, 1] as const),
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((unit) => [unit, 1000] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((unit) => [unit, 60_000] as const),
  ...['h', 'hour', 'hours'].map((unit) => [unit, 3_600_000] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, 86_400_000] as const),
])

/** As Flink writes durations: `10 s`, `5min`, `500 ms`; in milliseconds. */
export const durationKind = kind('a duration such as `10 s`, `5 min` or `500 ms`', (text) => scaled(text, msOfUnit))

const bytesOfUnit = new Map<string, number>([
  ...['', 'b', 'bytes'].map((unit) => [unit, 1] as const),
  ...['k', 'kb', 'kib', 'kibibytes'].map((unit) => [unit, 1024] as const),
  ...['m', 'mb', 'mib', 'mebibytes'].map((unit) => [unit, 1024 ** 2] as const),
  ...['g', 'gb', 'gib', 'gibibytes'].map((unit) => [unit, 1024 ** 3] as const),
  ...['t', 'tb', 'tib', 'tebibytes'].map((unit) => [unit, 1024 ** 4] as const),
])

/** As Flink writes memory sizes: `16 mb`, `64kb`, `1 gb`, powers of 1024; in bytes. */
export const sizeKind = kind('a size such as `16 mb` or `64 kb`', (text) => scaled(text, bytesOfUnit))

function scaled(text: string, unitSizes: ReadonlyMap<string, number>): number | undefined {
  const match = /^\s*(\d{1,15})\s*([a-z]*)\s*$/i.exec(text)
  const unitSize = match === null ? undefined : unitSizes.get(match[2].toLowerCase())
  if (match === null || unitSize === undefined) return undefined
  const value = Number(match[1]) * unitSize
  return value > 0 && Number.isSafeInteger(value) ? value : undefined
}

/** One of a few words, in any letter case, as in Flink; those of `later` are known and come in a later version. */
export function wordKind<const W extends string>(words: readonly W[], later: readonly string[] = []): OptionKind<W> {
  const expectation = listOfWords(words)
  return {
    expectation,
    words,
    parse: (text) => {
      const word = words.find((candidate) => candidate.toLowerCase() === text.toLowerCase())
      if (word !== undefined) return good(word)
      return wrong(
        later.includes(text) ? `\`${text}\` is not supported yet; it must be ${expectation}` : `must be ${expectation}`,
      )
    },
  }
}

function listOfWords(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``)
  return quoted.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

/** One character, `\t \n \r \\ \001 \u0001` included. */
export const characterKind = kind('one character (`\\t`, `\\001` and `\\u0001` are allowed)', (text) => {
  const unescaped = unescapeCharacter(text)
  return Array.from(unescaped).length === 1 ? unescaped : undefined
})

/** One or more characters; one alone may be written as for `characterKind`. */
export const delimiterKind = kind('one or more characters (`\\t`, `\\001` and `\\u0001` are allowed)', (text) => {
  const unescaped = unescapeCharacter(text)
  return unescaped === '' ? undefined : unescaped
})

/** The same as `characterKind`, of one byte in UTF-8: what files are written with. */
export const byteKind = kind('one ASCII character (`\\t`, `\\001` and `\\u0001` are allowed)', (text) => {
  const unescaped = unescapeCharacter(text)
  return unescaped.length === 1 && unescaped.charCodeAt(0) < 0x80 ? unescaped : undefined
})

/** As `characterKind`, within ASCII: what is looked for in text that is not decoded yet. No newline. */
export const asciiKind = kind('one ASCII character (`\\t`, `\\001` and `\\u0001` are allowed), no newline', (text) => {
  const unescaped = unescapeCharacter(text)
  return /^[^\n\r\u0080-\uffff]$/.test(unescaped) ? unescaped : undefined
})

function unescapeCharacter(text: string): string {
  const named = { '\\t': '\t', '\\n': '\n', '\\r': '\r', '\\\\': '\\' }[text]
  if (named !== undefined) return named
  const octal = /^\\([0-3][0-7]{2})$/.exec(text)
  if (octal !== null) return String.fromCharCode(parseInt(octal[1], 8))
  const unicode = /^\\u([0-9a-fA-F]{4})$/.exec(text)
  return unicode === null ? text : String.fromCharCode(parseInt(unicode[1], 16))
}

const namedZone = kind('a time zone such as `Asia/Shanghai`, `UTC` or `+08:00`', (text) =>
  zoneNamed(text) === null ? undefined : text,
)

/** An IANA zone, or an offset such as `+08:00`. */
export const zoneKind: OptionKind<string> = { ...namedZone, words: Intl.supportedValuesOf('timeZone') }

/** `host:port`, several by commas. */
export const addressesKind = kind('`host:port`, several separated by commas', (text) => {
  const addresses = text.split(',').map((address) => address.trim())
  return addresses.every((address) => /^(\[[0-9a-fA-F:]+\]|[^\s:[\]]+):\d{1,5}$/.test(address)) ? addresses : undefined
})

/** An http or https address, several by commas. */
export const urlsKind = kind('an `http://` or `https://` address', (text) => {
  const urls = text.split(',').map((url) => url.trim())
  return urls.every((url) => /^https?:\/\//.test(url) && URL.canParse(url)) ? urls : undefined
})

/** Names separated by `;`, as Flink's `key.fields`. */
export const namesKind = kind('one or more names separated by `;`', (text) => {
  const names = text.split(';').map((name) => name.trim())
  return names.every((name) => name !== '') ? names : undefined
})

/** Texts separated by `;`, the empty one allowed: `null-literal`. */
export const textsKind = kind('one or more texts separated by `;`', (text) => text.split(';'))

/** A topic's name as Kafka allows it: one topic, no pattern. */
export const topicKind = kind('one topic (letters, digits, `.`, `_` and `-`, at most 249 characters)', (text) =>
  /^[A-Za-z0-9._-]{1,249}$/.test(text) && text !== '.' && text !== '..' ? text : undefined,
)

/** What framing and decoding have to know of an encoding. */
import type { EncodingName } from '../../options/encodings.ts'

export interface TextEncoding {
  readonly name: EncodingName
  /** Size of what newlines and quotes are made of: 2 in UTF-16. */
  readonly unitBytes: 1 | 2
  /** Which byte of a unit is the low one. */
  readonly lowByte: 0 | 1
  /** Bytes below 0x80 stand for ASCII, unless they come second in a pair: a text of such bytes is UTF-8 already. */
  readonly extendsAscii: boolean
  /** Marks the bytes behind which one from `trailMin` on belongs to the same character; null: no ASCII byte ever does. */
  readonly leads: Uint8Array | null
  /** How U+FEFF is written, which a text may begin with. */
  readonly mark: Uint8Array
}

/** Second bytes are 0x30 and above in all of these, so that neither newlines nor the usual quotes are among them. */
export const trailMin = 0x30

const noMark = new Uint8Array(0)
const marks: Partial<Record<EncodingName, Uint8Array>> = {
  'utf-8': Uint8Array.of(0xef, 0xbb, 0xbf),
  'utf-16le': Uint8Array.of(0xff, 0xfe),
  'utf-16be': Uint8Array.of(0xfe, 0xff),
  gb18030: Uint8Array.of(0x84, 0x31, 0x95, 0x33),
}

/** The ranges of first bytes, by the WHATWG Encoding Standard. Characters of four bytes in GB 18030 are two pairs. */
const leadRanges: Partial<Record<EncodingName, readonly (readonly [number, number])[]>> = {
  gb18030: [[0x81, 0xfe]],
  gbk: [[0x81, 0xfe]],
  big5: [[0x81, 0xfe]],
  'euc-kr': [[0x81, 0xfe]],
  shift_jis: [
    [0x81, 0x9f],
    [0xe0, 0xfc],
  ],
}

export function encodingNamed(name: EncodingName): TextEncoding {
  const isWide = name === 'utf-16le' || name === 'utf-16be'
  const ranges = leadRanges[name]
  return {
    name,
    unitBytes: isWide ? 2 : 1,
    lowByte: name === 'utf-16be' ? 1 : 0,
    extendsAscii: !isWide,
    leads: ranges === undefined ? null : leadTable(ranges),
    mark: marks[name] ?? noMark,
  }
}

export const utf8 = encodingNamed('utf-8')

function leadTable(ranges: readonly (readonly [number, number])[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const [first, last] of ranges) table.fill(1, first, last + 1)
  return table
}

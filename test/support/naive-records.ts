/** Records of a text in any encoding and framing, cut in the most obvious way, character by character: the oracle for the file source. */
import type { CsvDialect } from '../../src/connectors/file/csv-ends.ts'

/** A character: what it means ('' where it means nothing in particular) and how it is written. */
export interface NaiveCharacter {
  readonly is: string
  readonly bytes: Buffer
}

export interface NaiveRecord {
  /** Without the newline at the end, as it stands in the file. */
  readonly bytes: Buffer
  readonly offset: number
  readonly line: number
}

type Characters = readonly NaiveCharacter[]

/** Index behind the record that begins at `start`. */
type EndOf = (characters: Characters, start: number) => number

/** `takesAll`: newlines at a record's end belong to it. A record of a text that begins with `mark` does not hold it. */
export function naiveRecords(characters: Characters, endOf: EndOf, takesAll: boolean, mark: Buffer): NaiveRecord[] {
  const records: NaiveRecord[] = []
  let start = 0
  let line = 1
  do {
    const end = endOf(characters, start)
    const own = characters.slice(start, end)
    const kept = takesAll ? own : withoutNewline(own)
    const bytes = bytesOf(kept)
    const marked = start === 0 && bytesOf(own).length > mark.length && bytes.subarray(0, mark.length).equals(mark)
    const markBytes = marked ? mark.length : 0
    const offset = bytesOf(characters.slice(0, start)).length + markBytes
    if (end > start || takesAll) records.push({ bytes: bytes.subarray(markBytes), offset, line })
    line += own.filter(({ is }) => is === '\n').length
    start = end
  } while (start < characters.length)
  return records
}

export function bytesOf(characters: Characters): Buffer {
  return Buffer.concat(characters.map(({ bytes }) => bytes))
}

function withoutNewline(characters: Characters): Characters {
  if (characters.at(-1)?.is !== '\n') return characters
  return characters.slice(0, characters.at(-2)?.is === '\r' ? -2 : -1)
}

export const lineEnd: EndOf = (characters, start) => {
  const found = characters.findIndex(({ is }, index) => index >= start && is === '\n')
  return found < 0 ? characters.length : found + 1
}

export const textEnd: EndOf = (characters) => characters.length

/** A line that begins with one of `heads` begins a record. */
export function entryEnd(heads: string): EndOf {
  const isHead = (characters: Characters, at: number): boolean => {
    const first = at === 0 && characters[0]?.is === 'mark' ? 1 : at
    return heads.includes(characters[first]?.is || 'none')
  }
  return (characters, start) => {
    let end = lineEnd(characters, start)
    if (!isHead(characters, start)) return end
    while (end < characters.length && !isHead(characters, end)) end = lineEnd(characters, end)
    return end
  }
}

/** Field by field. */
export function csvEnd({ delimiter, quote, escape: written, allowComments }: CsvDialect): EndOf {
  // Doubling is what a quote as its own escape means.
  const escape = written === quote ? null : written
  return (characters, begin) => {
    const start = characters[begin]?.is === 'mark' ? begin + 1 : begin
    const is = (at: number): string => characters[at]?.is ?? 'end'
    if (allowComments && is(start) === '#') return lineEnd(characters, start)
    let at = start
    for (;;) {
      if (is(at) === quote) {
        for (at++; at < characters.length; at++) {
          if (is(at) === quote && is(at + 1) !== quote) break
          if (is(at) === quote || is(at) === escape) at++
        }
        at++
      }
      while (at < characters.length && is(at) !== delimiter && is(at) !== '\n') at += is(at) === escape ? 2 : 1
      if (at >= characters.length) return characters.length
      if (is(at++) === '\n') return at
    }
  }
}

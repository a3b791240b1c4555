import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { plainLines } from '../../src/connectors/file/framing.ts'
import type { Framing, TextFormat } from '../../src/connectors/file/framing.ts'
import { framerLimits } from '../../src/connectors/file/record-framer.ts'
import type { FramerLimits } from '../../src/connectors/file/record-framer.ts'
import { TextReader } from '../../src/connectors/file/text-records.ts'
import { encodingNamed } from '../../src/connectors/text/encoding.ts'
import { compileRegex } from '../../src/engine/kernels/regex-compile.ts'
import type { EncodingName } from '../../src/options/encodings.ts'
import { bytesOf, csvEnd, entryEnd, lineEnd, naiveRecords, textEnd } from '../support/naive-records.ts'
import type { NaiveCharacter, NaiveRecord } from '../support/naive-records.ts'

/** Characters of which parts look like newlines, quotes or delimiters, and bytes that are no text. */
const oddities: Partial<Record<EncodingName, readonly string[]>> = {
  'utf-8': ['e4b8ad', 'ff', 'c3'],
  gb18030: ['d6d0', '815c', '817c', '81308130', '8430', 'ff', '81'],
  gbk: ['d6d0', '815c', '817c', 'ff', '81'],
  big5: ['a4a4', 'a55c', 'ff'],
  shift_jis: ['835c', '837c', 'b1', 'ff', '81'],
  'euc-kr': ['b0a1', 'ff'],
  'iso-8859-1': ['80', 'e9', 'ff'],
  'windows-1252': ['80', 'e9'],
  'utf-16le': ['0a01', '0d22', '000a', '000a 000a', '220a', '00d8', '2d4e'],
  'utf-16be': ['010a', '220d', '0a00', '0a00 0a00', '0a22', 'd800', '4e2d'],
}
const names = Object.keys(oddities) as EncodingName[]

/** A byte that begins a pair is alone only before these. */
const leads = /^(81|8430)$/
const filler = 'x'.repeat(20)

function written(name: EncodingName, text: string): Buffer {
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  return name === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text)
}

const syntax = [
  filler,
  '\n',
  '\n',
  '\r\n',
  '\r',
  ',',
  ',',
  '"',
  '"',
  '""',
  '\\',
  '#',
  'a',
  '|',
  ' b',
  '#x\n',
  '\ty\n',
  '"\n"',
  ',"',
]

function charactersOf(name: EncodingName): fc.Arbitrary<readonly NaiveCharacter[]> {
  const plain = syntax.map((text) => [...text].map((is) => ({ is, bytes: written(name, is) })))
  const odd = (oddities[name] ?? []).map((hex) => {
    const characters = hex.split(' ').map((character) => ({ is: '', bytes: Buffer.from(character, 'hex') }))
    return leads.test(hex) ? [...characters, { is: '\n', bytes: written(name, '\n') }] : characters
  })
  const pieces = fc.array(fc.constantFrom(...plain, ...plain, ...odd), { maxLength: 40 })
  const mark = { is: 'mark', bytes: Buffer.from(encodingNamed(name).mark) }
  return fc
    .tuple(pieces, fc.boolean())
    .map(([all, marked]) => [...(marked && mark.bytes.length > 0 ? [mark] : []), ...all.flat()])
}

const framings: fc.Arbitrary<Framing> = fc.constantFrom<Framing>(
  { kind: 'line' },
  { kind: 'csv' },
  { kind: 'whole' },
  { kind: 'multiline', start: compileRegex('^[#a]') },
)
const dialects = fc.record({
  delimiter: fc.constantFrom(',', '|'),
  quote: fc.constantFrom('"', '|', null),
  escape: fc.constantFrom(null, '\\', '"'),
  allowComments: fc.boolean(),
})
const limits = fc.record({
  recordBytesMax: fc.constantFrom(9, 31, 1000),
  prefixBytesMax: fc.constantFrom(6, 1000),
  batchRecordsMax: fc.constantFrom(1, 2, 7, 4096),
  batchBytesMax: fc.constantFrom(1, 10, 1000),
  chunkBytes: fc.constantFrom(1, 3, 16, 64, 4096),
})
const cases = fc
  .constantFrom(...names)
  .chain((name) => fc.tuple(fc.constant(name), charactersOf(name), framings, dialects))
  .filter(([, , , { delimiter, quote }]) => delimiter !== quote)

interface Seen {
  readonly text: string
  readonly offset: number
  readonly line: number
  readonly oversized: number | null
  /** hex */
  readonly original: string | null
}

/** Reads the bytes in pieces of the given sizes, over and over, from a position on. */
async function read(
  format: TextFormat,
  limit: FramerLimits,
  source: Buffer,
  sizes: readonly number[],
  offset = 0,
  line = 1,
) {
  let at = offset
  let turn = 0
  const fill = async (target: Buffer): Promise<number> => {
    const bytes = source.copy(target, 0, at, at + sizes[turn++ % sizes.length])
    at += bytes
    return bytes
  }
  const batches = []
  let next = { offset, line }
  for await (const { records, framer } of new TextReader(format).read(fill, limit, offset, line, 'last', never)) {
    batches.push(records)
    next = { offset: framer.offset, line: framer.line }
    assert.ok(records.count <= limit.batchRecordsMax)
  }
  // Looked at only after the last piece: nobody may have written over them.
  const seen = batches.flatMap((records) =>
    Array.from({ length: records.count }, (_, index): Seen => ({
      text: Buffer.from(records.bytes.subarray(records.starts[index], records.ends[index])).toString('utf8'),
      offset: records.offsets[index],
      line: records.lines[index],
      oversized: records.oversized.get(index) ?? null,
      original: hexOf(records.originals.get(index)),
    })),
  )
  return { seen, next }
}

const never = new AbortController().signal

function hexOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : Buffer.from(bytes).toString('hex')
}

function expected({ bytes, offset, line }: NaiveRecord, { encoding, framing }: TextFormat, limit: FramerLimits): Seen {
  const isCut = bytes.length > limit.recordBytesMax
  const kept = isCut ? bytes.subarray(0, Math.min(limit.prefixBytesMax, limit.recordBytesMax)) : bytes
  const text = lenient(encoding.name, kept)
  return {
    text: framing.kind === 'multiline' ? text.replaceAll('\r\n', '\n') : text,
    offset,
    line,
    oversized: isCut ? bytes.length : null,
    original: isCut || encoding.name === 'utf-8' || isValid(encoding.name, kept) ? null : kept.toString('hex'),
  }
}

function lenient(name: EncodingName, bytes: Buffer): string {
  if (name === 'iso-8859-1') return bytes.toString('latin1')
  return new TextDecoder(name, { ignoreBOM: true }).decode(bytes)
}

function isValid(name: EncodingName, bytes: Buffer): boolean {
  try {
    new TextDecoder(name, { fatal: true }).decode(bytes)
    return true
  } catch {
    return name === 'iso-8859-1'
  }
}

function naive(characters: readonly NaiveCharacter[], { framing, csv, encoding }: TextFormat): NaiveRecord[] {
  const mark = Buffer.from(encoding.mark)
  switch (framing.kind) {
    case 'line':
      return naiveRecords(characters, lineEnd, false, mark)
    case 'csv':
      return naiveRecords(characters, csvEnd(csv), false, mark)
    case 'whole':
      return naiveRecords(characters, textEnd, true, mark)
    case 'multiline':
      return naiveRecords(characters, entryEnd('#a'), false, mark)
  }
}

const sizesOfPieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })

test('records are those of the naive splitters, in every encoding, wherever the pieces end', async () => {
  await fc.assert(
    fc.asyncProperty(cases, limits, sizesOfPieces, async ([name, characters, framing, csv], limit, sizes) => {
      const format: TextFormat = { ...plainLines, framing, csv, encoding: encodingNamed(name) }
      const source = bytesOf(characters)
      const { seen, next } = await read(format, limit, source, sizes)
      const records = naive(characters, format).map((record) => expected(record, format, limit))
      assert.deepEqual(seen, records)
      if (records.length > 0) assert.equal(next.offset, source.length)
    }),
    { numRuns: 3_000 },
  )
})

test('from the position of every record the rest is read', async () => {
  await fc.assert(
    fc.asyncProperty(cases, sizesOfPieces, async ([name, characters, framing, csv], sizes) => {
      const format: TextFormat = { ...plainLines, framing, csv, encoding: encodingNamed(name) }
      const source = bytesOf(characters)
      const one = { ...framerLimits, batchRecordsMax: 1, chunkBytes: 64 }
      const { seen, next } = await read(format, one, source, sizes)
      for (const [index, { offset, line }] of seen.entries()) {
        if (index === 0) continue
        const rest = await read(format, one, source, sizes, offset, line)
        assert.deepEqual(rest.seen, seen.slice(index))
      }
      const nothing = await read(format, one, source, sizes, next.offset, next.line)
      if (seen.length > 0) assert.deepEqual(nothing.seen, [])
    }),
    { numRuns: 500 },
  )
})

test('under a header the other records are the same', async () => {
  await fc.assert(
    fc.asyncProperty(charactersOf('gb18030'), sizesOfPieces, async (characters, sizes) => {
      const format: TextFormat = { ...plainLines, framing: { kind: 'csv' }, encoding: encodingNamed('gb18030') }
      const source = bytesOf(characters)
      const all = await read(format, framerLimits, source, sizes)
      const under = await read({ ...format, csvHeader: true }, framerLimits, source, sizes)
      const header = all.seen.findIndex(({ text }) => text !== '')
      assert.deepEqual(under.seen, header < 0 ? [] : all.seen.slice(header + 1))
    }),
  )
})

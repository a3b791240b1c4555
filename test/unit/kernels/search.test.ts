import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import test from 'node:test'
import fc from 'fast-check'
import { applyNullLiterals } from '../../../src/engine/kernels/null-literals.ts'
import { markContaining, markEndingWith, markStartingWith } from '../../../src/engine/kernels/search.ts'
import { codePointCount, markInvalidUtf8 } from '../../../src/engine/kernels/utf8.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { SliceKind } from '../../../src/engine/slices.ts'
import { newMemory, putSlices, putTexts } from './texts.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' '), maxLength: 8 })

test('texts are searched as strings are, in order of their addresses or not', () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1 }),
      text,
      fc.boolean(),
      fc.infiniteStream(fc.boolean()),
      (all, needle, backwards, picks) => {
        const memory = newMemory()
        const texts = putTexts(memory, all)
        if (backwards) {
          texts.starts.reverse()
          texts.lengths.reverse()
          all = all.toReversed()
        }
        const rows = Int32Array.from([...all.keys()].filter(() => picks.next().value))
        const selection = { rows, count: rows.length }
        const sought = Buffer.from(needle)
        const expect = (mark: typeof markContaining, holds: (each: string) => boolean): void => {
          const marks = new Uint8Array(all.length).fill(7)
          mark(sought, memory, texts, selection, marks)
          assert.deepEqual(
            [...marks],
            all.map((each, row) => (rows.includes(row) ? Number(holds(each)) : 7)),
          )
        }
        expect(markContaining, (each) => each.includes(needle))
        expect(markStartingWith, (each) => each.startsWith(needle))
        expect(markEndingWith, (each) => each.endsWith(needle))
      },
    ),
    { numRuns: 500 },
  )
})

test('needles of any length in texts of any length, also behind many places that only begin or end like them', () => {
  const long = fc.string({ unit: fc.constantFrom('a', 'b', 'ab', 'é'), maxLength: 80 })
  fc.assert(
    fc.property(fc.array(long, { minLength: 1 }), fc.nat(), fc.nat(60), fc.nat(60), (all, which, from, length) => {
      const needle = all[which % all.length].slice(from, from + length)
      const memory = newMemory()
      const marks = new Uint8Array(all.length)
      markContaining(Buffer.from(needle), memory, putTexts(memory, all), allRows(all.length), marks)
      assert.deepEqual(
        [...marks],
        all.map((each) => Number(each.includes(needle))),
      )
    }),
    { numRuns: 1000 },
  )
})

test('a needle over the border of two records is in neither', () => {
  const memory = newMemory()
  const start = memory.take(6)
  memory.u8.set(Buffer.from('abcabc'), start)
  const texts = { starts: Uint32Array.of(start, start + 2, start + 4), lengths: Uint32Array.of(2, 2, 2) }
  const marks = new Uint8Array(3)
  markContaining(Buffer.from('ca'), memory, texts, allRows(3), marks)
  assert.deepEqual([...marks], [0, 1, 0])
  markContaining(Buffer.from('bca'), memory, texts, allRows(3), marks)
  assert.deepEqual([...marks], [0, 0, 0])
})

const bytes = fc.array(
  fc.constantFrom(0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff),
  { maxLength: 6 },
)
/** Long enough for blocks of ASCII, with something else anywhere in them. */
const longer = fc
  .tuple(fc.nat(40), bytes, fc.nat(40), bytes, fc.nat(20))
  .map(([before, one, between, other, behind]) => [
    ...Array.from({ length: before }, () => 0x61),
    ...one,
    ...Array.from({ length: between }, () => 0x62),
    ...other,
    ...Array.from({ length: behind }, () => 0x63),
  ])

test('UTF-8 is judged as the native function does, row by row and record beside record', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(bytes, longer), { minLength: 1, maxLength: 6 }), (all) => {
      const memory = newMemory()
      // Without a byte between: characters must not be put together from two records.
      const start = memory.take(1_024)
      const starts = new Uint32Array(all.length)
      const lengths = new Uint32Array(all.length)
      let at = start
      all.forEach((each, row) => {
        starts[row] = at
        lengths[row] = each.length
        memory.u8.set(each, at)
        at += each.length
      })
      const marks = new Uint8Array(all.length)
      const expected = all.map((each) => (isUtf8(Uint8Array.from(each)) ? 0 : 1))
      const invalid = markInvalidUtf8(memory, { starts, lengths }, allRows(all.length), marks)
      assert.deepEqual([...marks], expected)
      assert.equal(invalid, expected.filter((mark) => mark === 1).length)
    }),
    { numRuns: 3000 },
  )
})

test('code points are counted', () => {
  const source = Buffer.from('aé中🙂')
  assert.equal(codePointCount(source, 0, source.length), 4)
})

test('null literals: the whole text, of any scalar kind', () => {
  const memory = newMemory()
  const literals = ['-', 'NULL', '0'].map((literal) => Buffer.from(literal))
  const slices = putSlices(memory, ['-', '--', 'NULL', 'null', '', null, '0'])
  slices.kinds[6] = SliceKind.Integer
  applyNullLiterals(literals, memory, slices, allRows(7))
  const { Text, Null, Missing } = SliceKind
  assert.deepEqual([...slices.kinds], [Null, Text, Null, Text, Text, Missing, Null])
})

test('null literals: a string with escapes counts as what it means', () => {
  const memory = newMemory()
  const literals = ['-', 'NULL'].map((literal) => Buffer.from(literal))
  const slices = putSlices(memory, ['\\u002d', 'N\\u0055LL', '\\u002d-', '\\ud800', '\\n'], SliceKind.EscapedString)
  applyNullLiterals(literals, memory, slices, allRows(5))
  const { EscapedString, Null } = SliceKind
  assert.deepEqual([...slices.kinds], [Null, Null, EscapedString, EscapedString, EscapedString])
})

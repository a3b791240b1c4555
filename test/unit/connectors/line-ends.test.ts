import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { findLineEnds } from '../../../src/connectors/file/line-ends.ts'

/** By looking at each byte. */
function endsOf(bytes: Uint8Array, from: number, max: number): number[] {
  const ends: number[] = []
  for (let at = from; at < bytes.length && ends.length < max; at++) if (bytes[at] === 10) ends.push(at + 1)
  return ends
}

function found(bytes: Uint8Array, from: number, max: number): number[] {
  const ends = new Uint32Array(max)
  return [...ends.subarray(0, findLineEnds(bytes, from, ends))]
}

test('line ends are where the LFs are, as many as there is room for', () => {
  const bytes = fc.uint8Array({ max: 20, maxLength: 200 })
  fc.assert(
    fc.property(bytes, fc.nat(200), fc.nat(40), (text, from, max) => {
      assert.deepEqual(found(text, from, max), endsOf(text, from, max))
    }),
    { numRuns: 1000 },
  )
})

test('line ends in texts of several windows, and behind a text that had more of them', () => {
  const text = Buffer.alloc(100_000, 'a line\nof a text\n\n')
  assert.deepEqual(found(text, 0, 1_000_000), endsOf(text, 0, 1_000_000))
  assert.deepEqual(found(text, 16_379, 3_000), endsOf(text, 16_379, 3_000))
  assert.deepEqual(found(Buffer.from('a line'), 0, 10), [])
  assert.deepEqual(
    found(Buffer.alloc(16_384 * 2 + 1, 10), 0, 40_000),
    endsOf(Buffer.alloc(16_384 * 2 + 1, 10), 0, 40_000),
  )
})

import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { RecordFramer } from '../../src/connectors/file/record-framer.ts'
import type { FramedRecords, FramerLimits } from '../../src/connectors/file/record-framer.ts'
import { awkwardPieces, naiveLines } from '../support/naive-lines.ts'
import type { NaiveLine } from '../support/naive-lines.ts'

const text = fc.array(fc.constantFrom(...awkwardPieces), { maxLength: 60 }).map((pieces) => pieces.join(''))
const limits: fc.Arbitrary<FramerLimits> = fc.record({
  recordBytesMax: fc.constantFrom(1, 5, 31, 1000),
  prefixBytesMax: fc.constantFrom(1, 4, 1000),
  batchRecordsMax: fc.constantFrom(1, 2, 7, 4096),
  batchBytesMax: fc.constantFrom(1, 10, 1000),
  chunkBytes: fc.constantFrom(1, 3, 16, 64, 4096),
})

/** Feeds the text in pieces of the given sizes, over and over; `take` gets each batch before more is fed. */
function frame(
  source: Buffer,
  limit: FramerLimits,
  sizes: readonly number[],
  take: (batch: FramedRecords) => void,
): void {
  const framer = new RecordFramer(limit, 0, 1)
  for (let at = 0, turn = 0; at < source.length; turn++) {
    const bytes = source.copy(framer.room(), 0, at, at + sizes[turn % sizes.length])
    framer.fill(bytes)
    at += bytes
    for (let lines = framer.next(); lines !== null; lines = framer.next()) take(lines)
  }
  assert.equal(framer.finish(false), null)
  const rest = framer.finish(true)
  if (rest !== null) take(rest)
  assert.equal(framer.offset, source.length)
  assert.equal(framer.finish(true), null)
}

function linesOf(batches: readonly FramedRecords[]): NaiveLine[] {
  return batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, index) => ({
      text: Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index])).toString('latin1'),
      offset: batch.offsets[index],
      line: batch.lines[index],
      oversized: batch.oversized.get(index) ?? null,
    })),
  )
}

test('lines are those of the naive splitter, wherever the pieces end', () => {
  fc.assert(
    fc.property(text, limits, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (source, limit, sizes) => {
      // Lines are looked at only after the last piece: nobody may have written over them.
      const batches: FramedRecords[] = []
      frame(Buffer.from(source, 'latin1'), limit, sizes, (batch) => batches.push(batch))
      const prefixBytes = Math.min(limit.prefixBytesMax, limit.recordBytesMax)
      assert.deepEqual(linesOf(batches), naiveLines(source, limit.recordBytesMax, prefixBytes))
      for (const batch of batches) {
        assert.ok(batch.count <= limit.batchRecordsMax)
        // The byte order mark and the last line's ending are not in the batch.
        assert.ok(batch.count === 1 || batch.bytes.length <= limit.batchBytesMax)
      }
    }),
    { numRuns: 2000 },
  )
})

test('what is released is used again, and nothing else', () => {
  const held = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 })
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
  fc.assert(
    fc.property(text, limits, sizes, held, (source, limit, pieces, delays) => {
      const lines: NaiveLine[] = []
      const waiting: { readonly batch: FramedRecords; left: number }[] = []
      const read = (batch: FramedRecords): void => {
        lines.push(...linesOf([batch]))
        batch.release?.()
      }
      // Each batch is read, and released, when some more have come.
      frame(Buffer.from(source, 'latin1'), limit, pieces, (batch) => {
        waiting.push({ batch, left: delays[waiting.length % delays.length] })
        while (waiting.length > 0 && waiting[0].left-- <= 0) read((waiting.shift() as { batch: FramedRecords }).batch)
      })
      for (const { batch } of waiting) read(batch)
      const prefixBytes = Math.min(limit.prefixBytesMax, limit.recordBytesMax)
      assert.deepEqual(lines, naiveLines(source, limit.recordBytesMax, prefixBytes))
    }),
    { numRuns: 2000 },
  )
})

import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { giveBack, grownBytes, grownIntegers, zeroIntegers } from '../../../src/formats/parquet/pieces.ts'

const kib = 1024

test('what grows keeps its values, and no two arrays in use share memory', () => {
  const step = fc.record({ which: fc.nat({ max: 5 }), grows: fc.boolean(), by: fc.integer({ min: 1, max: 5000 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const held = Array.from({ length: 6 }, () => new Int32Array(0))
      steps.forEach(({ which, grows, by }, mark) => {
        const array = held[which]
        if (grows) {
          const used = array.length
          const old = [...array]
          held[which] = grownIntegers(array, used, used + by)
          assert.ok(held[which].length >= used + by)
          assert.deepEqual([...held[which].subarray(0, used)], old)
        } else {
          giveBack(array)
          held[which] = new Int32Array(0)
        }
        held[which].fill(mark * 8 + which)
        held.forEach((other, i) => assert.ok(other.every((value) => value % 8 === i || value === 0)))
      })
    }),
    { numRuns: 100 },
  )
})

test('memory that was given back is used again, as zeros where those are asked for', () => {
  const first = grownBytes(Buffer.from(new ArrayBuffer(0)), 0, 64 * kib).fill(7)
  giveBack(first)
  const second = zeroIntegers(16 * kib)
  assert.equal(second.buffer, first.buffer)
  assert.ok(second.every((value) => value === 0))
})

test('a part of some memory is not taken back, nor small pieces, nor more than 32 MiB', () => {
  const whole = Buffer.from(new ArrayBuffer(8 * kib))
  giveBack(whole.subarray(0, 4 * kib))
  giveBack(new Int32Array(256))
  assert.notEqual(zeroIntegers(kib).buffer, whole.buffer)
  const many = Array.from({ length: 40 }, () => zeroIntegers(256 * kib))
  for (const one of many) giveBack(one)
  const known = new Set(many.map((one) => one.buffer))
  const again = Array.from({ length: 40 }, () => zeroIntegers(256 * kib)).filter(({ buffer }) => known.has(buffer))
  assert.ok(again.length > 20 && again.length <= 32, `${again.length} of 40`)
})

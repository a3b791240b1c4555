import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { viewOf } from '../../src/formats/parquet/byte-strings.ts'
import { BytesRange } from '../../src/formats/parquet/bytes-range.ts'
import { deltaLengthMax, writeDeltas } from '../../src/formats/parquet/delta.ts'
import { bitWidth, hybridLengthMax, writeHybrid } from '../../src/formats/parquet/hybrid.ts'

/** Reads varints and bits as the specification of the encodings says, with BigInt and without haste. */
class Reader {
  at = 0
  private readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
  varint(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[this.at++]
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  zigzag(): bigint {
    const value = this.varint()
    return (value >> 1n) ^ -(value & 1n)
  }
  littleEndian(length: number): bigint {
    let value = 0n
    for (let i = 0; i < length; i++) value |= BigInt(this.bytes[this.at++]) << BigInt(8 * i)
    return value
  }
  get done(): boolean {
    return this.at >= this.bytes.length
  }
}

function readHybrid(bytes: Uint8Array, count: number, width: number): number[] {
  const reader = new Reader(bytes)
  const values: number[] = []
  while (values.length < count) {
    const header = Number(reader.varint())
    if (header % 2 === 0) {
      const value = Number(reader.littleEndian((width + 7) >> 3))
      for (let i = 0; i < header / 2; i++) values.push(value)
    } else {
      const groups = (header - 1) / 2
      const packed = reader.littleEndian(groups * width)
      for (let i = 0; i < groups * 8; i++) {
        values.push(Number((packed >> BigInt(i * width)) & ((1n << BigInt(width)) - 1n)))
      }
    }
  }
  assert.ok(reader.done, 'nothing left')
  return values.slice(0, count)
}

test('RLE / bit-packed hybrid reads back, and stays within its bound', () => {
  const run = (max: number) => fc.tuple(fc.nat({ max }), fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })))
  const input = fc
    .integer({ min: 1, max: 65_535 })
    .chain((max) => fc.tuple(fc.constant(max), fc.array(run(max), { minLength: 1, maxLength: 60 })))
  fc.assert(
    fc.property(input, ([max, runs]) => {
      const values = Int32Array.from(runs.flatMap(([value, length]) => Array.from({ length }, () => value)))
      const width = bitWidth(max)
      const out = new Uint8Array(hybridLengthMax(values.length, width))
      const end = writeHybrid(out, 0, values, values.length, width)
      assert.ok(end <= out.length, 'bound')
      assert.deepEqual(readHybrid(out.subarray(0, end), values.length, width), [...values])
    }),
    { numRuns: 500 },
  )
})

function readDeltas(bytes: Uint8Array, bits: number): bigint[] {
  const reader = new Reader(bytes)
  const [blockValues, miniblocks, count] = [Number(reader.varint()), Number(reader.varint()), Number(reader.varint())]
  const values = [reader.zigzag()]
  while (values.length < count) {
    const least = reader.zigzag()
    const widths = Array.from({ length: miniblocks }, () => Number(reader.littleEndian(1)))
    for (const width of widths) {
      const perMiniblock = blockValues / miniblocks
      if (values.length === count) break
      const packed = reader.littleEndian((width * perMiniblock) / 8)
      for (let i = 0; i < perMiniblock && values.length < count; i++) {
        const delta = least + ((packed >> BigInt(i * width)) & ((1n << BigInt(width)) - 1n))
        values.push(BigInt.asIntN(bits, (values.at(-1) ?? 0n) + delta))
      }
    }
  }
  assert.ok(reader.done, 'nothing left')
  return values
}

for (const bits of [32, 64] as const) {
  test(`DELTA_BINARY_PACKED of ${bits} bits reads back, or is given up where neighbours lie far apart`, () => {
    const edge = 2n ** BigInt(bits - 1)
    const start = fc.bigInt({ min: -edge, max: edge - 1n })
    // Steps of like size: few bits a value, however large they are.
    const stepBase = fc.oneof(fc.constant(0n), fc.bigInt({ min: -edge / 2n, max: edge / 2n }))
    const steps = fc.tuple(stepBase, fc.integer({ min: 0, max: bits === 32 ? 31 : 36 })).chain(([base, size]) => {
      const most = 2n ** BigInt(size)
      return fc.array(fc.bigInt({ min: base - most, max: base + most }), { maxLength: 300 })
    })
    let written = 0
    fc.assert(
      fc.property(start, steps, (first, deltas) => {
        const values = [first]
        for (const delta of deltas) values.push(BigInt.asIntN(bits, (values.at(-1) ?? 0n) + delta))
        const words = new Int32Array((values.length * bits) / 32)
        values.forEach((value, i) => {
          if (bits === 32) words[i] = Number(value)
          else new BigInt64Array(words.buffer)[i] = value
        })
        const out = new Uint8Array(deltaLengthMax(values.length))
        const end = writeDeltas(out, 0, words, bits === 32 ? 1 : 2, values.length)
        if (end < 0) return
        written++
        assert.ok(end <= out.length, 'bound')
        assert.deepEqual(readDeltas(out.subarray(0, end), bits), values)
      }),
      { numRuns: 300 },
    )
    assert.ok(written > 100, `${written} of 300 were written`)
  })
}

test('the range of byte strings is that of Buffer.compare, up to 64 bytes', () => {
  // Few letters and common beginnings, so that bounds and values are near each other.
  const letters = fc.array(fc.constantFrom(0, 1, 0x61, 0x62, 0xff), { maxLength: 14 })
  const text = fc.tuple(fc.constantFrom('', 'aaaa', '[{"id":', 'a'.repeat(60), 'a'.repeat(70)), letters)
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 30 }), (texts) => {
      const range = new BytesRange()
      const values = texts.map(([start, rest]) => Buffer.concat([Buffer.from(start), Buffer.from(rest)]))
      for (const value of values) range.widen(value, viewOf(value), 0, value.length)
      const sorted = values.toSorted((a, b) => Buffer.compare(a, b))
      const [min, max] = [sorted[0], sorted.at(-1) ?? sorted[0]]
      assert.deepEqual(range.bounds(), min.length > 64 || max.length > 64 ? null : { min, max })
    }),
    { numRuns: 2000 },
  )
})

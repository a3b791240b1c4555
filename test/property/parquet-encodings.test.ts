import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { BytesRange } from '../../src/formats/parquet/bytes-range.ts'
import { encoderMemory } from '../../src/formats/parquet/encoder-memory.ts'
import { bitWidth, hybrid, hybridLengthMax } from '../../src/formats/parquet/hybrid.ts'
import { deltaLengthMax } from '../../src/formats/parquet/word-values.ts'

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
      const bytes = hybrid(values, values.length, width)
      assert.ok(bytes.length <= hybridLengthMax(values.length, width), 'bound')
      assert.deepEqual(readHybrid(bytes, values.length, width), [...values])
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
        const memory = encoderMemory()
        const [at, out] = memory.layOut(words.length * 4, deltaLengthMax(values.length))
        memory.putWords(at, words, words.length)
        const end = memory.kernels.writeDeltas(out, at, bits / 32, values.length, 2 ** 30)
        if (end === 0) return
        written++
        assert.ok(end - out <= deltaLengthMax(values.length), 'bound')
        assert.deepEqual(readDeltas(memory.bytes.subarray(out, end), bits), values)
        assert.equal(memory.kernels.writeDeltas(out, at, bits / 32, values.length, end - out), 0, 'not shorter')
      }),
      { numRuns: 300 },
    )
    assert.ok(written > 100, `${written} of 300 were written`)
  })
}

// Few letters and common beginnings, so that strings are near each other, and lengths around those of words.
const letters = fc.array(fc.constantFrom(0, 1, 0x61, 0x62, 0xff), { maxLength: 14 })
const beginning = fc.constantFrom('', 'aaaa', '[{"id":', 'a'.repeat(60), 'a'.repeat(70))
const text = fc.tuple(beginning, letters).map(([start, rest]) => Buffer.concat([Buffer.from(start), Buffer.from(rest)]))

function plainOf(values: readonly Buffer[]): Buffer {
  return Buffer.concat(values.flatMap((value) => [Buffer.from(Uint32Array.of(value.length).buffer), value]))
}

test('the range of byte strings is that of Buffer.compare, up to 64 bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 3 }), (pages) => {
      const range = new BytesRange()
      const memory = encoderMemory()
      for (const plain of pages.map(plainOf)) {
        const [at, result] = memory.layOut(plain.length, 8)
        memory.bytes.fill(0xff, at, at + plain.length + 16)
        plain.copy(memory.bytes, at)
        range.widenBy(memory, at, at + plain.length, result)
      }
      const sorted = pages.flat().toSorted((a, b) => Buffer.compare(a, b))
      const [min, max] = [sorted[0], sorted.at(-1) ?? sorted[0]]
      assert.deepEqual(range.bounds(), min.length > 64 || max.length > 64 ? null : { min, max })
    }),
    { numRuns: 2000 },
  )
})

test('strings get the indexes of their first occurrences, those known before first; too many are told', () => {
  const string = fc.oneof(
    text,
    fc.nat({ max: 600 }).map((n) => Buffer.from(`n${n}`)),
  )
  const strings = fc.array(string, { minLength: 1, maxLength: 600 })
  fc.assert(
    fc.property(fc.array(string, { maxLength: 200 }), strings, fc.nat({ max: 900 }), (before, values, entriesMax) => {
      const places = new Map<string, number>()
      const placeOf = (value: Buffer): number => {
        const key = value.toString('latin1')
        if (!places.has(key)) places.set(key, places.size)
        return places.get(key) ?? -1
      }
      before.forEach(placeOf)
      const known = [...places.keys()].map((key) => Buffer.from(key, 'latin1'))
      const expected = values.map(placeOf)
      const all = [...places.keys()].map((key) => Buffer.from(key, 'latin1'))
      const memory = encoderMemory()
      const [page, dictionary, entries, slots, indexes] = memory.layOut(65_536, 65_536, 8 * 1024, 16 * 1024, 4 * 600)
      plainOf(values).copy(memory.bytes, page)
      const start = plainOf(known).copy(memory.bytes, dictionary)
      const limit = dictionary + 65_536
      const most = Math.max(entriesMax, known.length)
      const { kernels } = memory
      const end = kernels.indexStrings(
        page,
        values.length,
        dictionary,
        dictionary + start,
        limit,
        entries,
        slots,

        indexes,
        most,
        0,
        0,
      )
      if (all.length > most) return assert.equal(end, 0)
      assert.deepEqual([...memory.i32.subarray(indexes >> 2, (indexes >> 2) + values.length)], expected)
      assert.equal(memory.i32[entries >> 2], all.length)
      assert.deepEqual(memory.bytes.subarray(dictionary, end), plainOf(all))
    }),
    { numRuns: 1000 },
  )
})

for (const stride of [1, 2, 4]) {
  test(`values of ${stride} words get the indexes of their first occurrences`, () => {
    const word = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 31 - 1), fc.nat({ max: 600 }))
    const value = fc.array(word, { minLength: stride, maxLength: stride })
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 200 }),
        fc.array(value, { minLength: 1, maxLength: 600 }),
        (before, values) => {
          const places = new Map<string, number>()
          const placeOf = (one: readonly number[]): number => {
            const key = one.join()
            if (!places.has(key)) places.set(key, places.size)
            return places.get(key) ?? -1
          }
          before.forEach(placeOf)
          const known = places.size
          const expected = values.map(placeOf)
          const all = [...places.keys()].flatMap((key) => key.split(',').map(Number))
          const memory = encoderMemory()
          const [words, dictionary, slots, indexes] = memory.layOut(600 * 16, 1024 * 16, 1024 * 16, 600 * 4)
          memory.i32.set(values.flat(), words >> 2)
          memory.i32.set(all.slice(0, known * stride), dictionary >> 2)
          const count = memory.kernels.indexWords(
            words,
            values.length,
            stride,
            dictionary,
            known,
            slots,

            indexes,
            1024,
            0,
            0,
          )
          assert.equal(count, places.size)
          assert.deepEqual([...memory.i32.subarray(indexes >> 2, (indexes >> 2) + values.length)], expected)
          assert.deepEqual([...memory.i32.subarray(dictionary >> 2, (dictionary >> 2) + all.length)], all)
        },
      ),
      { numRuns: 300 },
    )
  })
}

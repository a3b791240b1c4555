/** Record batches: what is written is read, by us and by kafkajs; what is broken is refused with its place, and never hangs. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { codecs, compress, decompress } from '../../src/connectors/kafka/wire/codecs.ts'
import { crc32c } from '../../src/connectors/kafka/wire/crc32c.ts'
import { WireError } from '../../src/connectors/kafka/wire/ports.ts'
import { stampBatch } from '../../src/connectors/kafka/wire/stamp.ts'
import { batchOf, fetchedPartition, generousLimits, readAll, type PlainRecord } from '../support/record-batches.ts'

const require = createRequire(import.meta.url)
const { CompressionCodecs, CompressionTypes } = kafkajs
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer),
  decompress: async (buffer: Buffer) => zstdDecompressSync(buffer),
})
const ourCodec = (codec: 'snappy' | 'lz4') => () => ({
  compress: async ({ buffer }: { buffer: Buffer }) => compress(codec, buffer),
  decompress: async (buffer: Buffer) => decompress(codec, buffer, 64 << 20),
})
CompressionCodecs[CompressionTypes.Snappy] = ourCodec('snappy')
CompressionCodecs[CompressionTypes.LZ4] = ourCodec('lz4')

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.nat(30_000).map((length) => Buffer.alloc(length, 'abcdefghij')),
)
const bytes = piece.map((array) => Buffer.from(array))
const header = fc.record(
  { name: fc.oneof(fc.string(), fc.constant('__proto__')), value: bytes },
  { noNullPrototype: true },
)
const time = 1_700_000_000_000
const record: fc.Arbitrary<PlainRecord> = fc.record(
  {
    key: fc.option(bytes),
    value: fc.option(bytes),
    timestamp: fc.oneof(fc.integer({ min: -1, max: 2 ** 41 }), fc.integer({ min: time, max: time + 100 })),
    headers: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, fc.array(header, { maxLength: 3 })),
  },
  { noNullPrototype: true },
)
const records = fc.array(record, { minLength: 1, maxLength: 40 })
const codec = fc.constantFrom(...codecs)

test('what is written is read, over batches, from any offset on', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(records, codec), { minLength: 1, maxLength: 4 }),
      fc.nat(50),
      fc.nat(60),
      (parts, from, cut) => {
        let offset = 0
        const written = parts.map(([part, kind]) => {
          const batch = batchOf(part, kind, offset)
          const expected = part.map((each, index) => ({ offset: offset + index, ...each }))
          offset += part.length
          return { batch, expected }
        })
        const all = Buffer.concat(written.map(({ batch }) => batch))
        const expected = written.flatMap((each) => each.expected)
        const limits = { ...generousLimits, recordsMax: 7, bytesMax: 2_000 }
        assert.deepEqual(readAll(fetchedPartition(all)), expected)
        assert.deepEqual(readAll(fetchedPartition(all, from), limits), expected.slice(from))
        // Cut off anywhere: the whole batches before it are there, and nothing of the last.
        const whole = readAll(fetchedPartition(all.subarray(0, all.length - 1 - cut)))
        const before = written.slice(0, -1).flatMap((each) => each.expected)
        assert.deepEqual(whole.slice(0, before.length), before.slice(0, whole.length))
        assert.ok(whole.length < expected.length)
      },
    ),
    { numRuns: 300 },
  )
})

interface TheirRecord {
  readonly offset: string
  readonly timestamp: string
  readonly key: Buffer | null
  readonly value: Buffer | null
}
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => unknown
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: unknown,
) => Promise<{ records: readonly TheirRecord[] }>
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (options: object) => Promise<{ readonly buffer: Buffer }>
}
const Record = require('kafkajs/src/protocol/recordBatch/record/v0') as (options: object) => unknown

test('kafkajs reads what is written here', async () => {
  await fc.assert(
    fc.asyncProperty(records, codec, async (written, kind) => {
      const decoded = await decodeBatch(new Decoder(batchOf(written, kind, 1_000)))
      assert.deepEqual(
        decoded.records.map(({ offset, timestamp, key, value }) => ({ offset, timestamp, key, value })),
        written.map(({ key, value, timestamp }, index) => ({
          offset: String(1_000 + index),
          timestamp: String(timestamp),
          key,
          value,
        })),
      )
    }),
    { numRuns: 200 },
  )
})

test('what kafkajs writes is read here', async () => {
  await fc.assert(
    fc.asyncProperty(records, codec, async (written, kind) => {
      const base = written[0].timestamp
      const { buffer } = await RecordBatch({
        compression: codecs.indexOf(kind),
        firstTimestamp: base,
        maxTimestamp: Math.max(...written.map(({ timestamp }) => timestamp)),
        lastOffsetDelta: written.length - 1,
        records: written.map(({ key, value, timestamp, headers }, index) =>
          Record({
            offsetDelta: index,
            timestampDelta: timestamp - base,
            key,
            value,
            headers: Object.fromEntries(headers.map((header) => [`h${header.name}`, header.value])),
          }),
        ),
      })
      const read = readAll(fetchedPartition(buffer))
      const plain = (all: readonly PlainRecord[]) => all.map(({ key, value, timestamp }) => ({ key, value, timestamp }))
      assert.deepEqual(plain(read), plain(written))
    }),
    { numRuns: 200 },
  )
})

const change = fc.record({ at: fc.nat(), to: fc.nat(255), kind: fc.constantFrom('set', 'flip', 'cut', 'insert') })

function changed(batch: Buffer, { at, to, kind }: { at: number; to: number; kind: string }): Buffer {
  const place = at % batch.length
  if (kind === 'cut') return batch.subarray(0, place)
  if (kind === 'insert') return Buffer.concat([batch.subarray(0, place), Buffer.from([to]), batch.subarray(place)])
  const copy = Buffer.from(batch)
  copy[place] = kind === 'set' ? to : copy[place] ^ (1 << (to & 7))
  return copy
}

const runs = Number(process.env['RECORD_BATCH_RUNS'] ?? 3_000)

test('mutated bytes are refused with their place, or give records within the bytes', () => {
  const limits = { ...generousLimits, unpackedBytesMax: 4 << 20 }
  fc.assert(
    fc.property(
      records,
      codec,
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (part, kind, changes, restamp) => {
        let mutated = changes.reduce(
          (batch, each) => (batch.length === 0 ? batch : changed(batch, each)),
          batchOf(part, kind, 5),
        )
        // With a checksum that is right again, what lies behind it is tried too.
        if (restamp && mutated.length > 61) {
          mutated = Buffer.from(mutated)
          mutated.writeInt32BE(mutated.length - 12, 8)
          mutated[16] = 2
          stampBatch(mutated, { producerId: 1n, epoch: 0 }, 0, false)
        }
        try {
          readAll(fetchedPartition(mutated), limits)
        } catch (error) {
          assert.ok(error instanceof WireError, String(error))
          assert.match(error.message, /^'game\.raw', partition 3, offset -?\d/)
        }
      },
    ),
    { numRuns: runs },
  )
})

test('mutated compressed bytes are refused or stay within the bound', () => {
  const kinds = fc
    .constantFrom('snappy', 'lz4', 'gzip', 'zstd')
    .map((kind) => kind as 'snappy' | 'lz4' | 'gzip' | 'zstd')
  const bound = 100_000
  fc.assert(
    fc.property(bytes, kinds, fc.array(change, { minLength: 1, maxLength: 3 }), (text, kind, changes) => {
      const packed = changes.reduce((all, each) => (all.length === 0 ? all : changed(all, each)), compress(kind, text))
      try {
        assert.ok(decompress(kind, Buffer.from(packed), bound).length <= bound)
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof assert.AssertionError), String(error))
      }
    }),
    { numRuns: runs },
  )
})

test('the checksum is that of one byte at a time, at any alignment', () => {
  const slow = (all: Uint8Array): number => {
    let crc = -1
    for (const byte of all) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1
    }
    return (crc ^ -1) >>> 0
  }
  assert.equal(crc32c(Buffer.from('123456789'), 0, 9), 0xe306_9283)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), (array, start) => {
      const from = Math.min(start, array.length)
      assert.equal(crc32c(array, from, array.length), slow(array.subarray(from)))
    }),
  )
  // Long ones are folded, some 32 kB at a time.
  const length = fc.oneof(fc.integer({ min: 1_600, max: 1_800 }), fc.nat(10_000), fc.nat(100_000))
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 5, maxLength: 50 }), length, fc.nat(20), (some, length, from) => {
      const array = Uint8Array.from({ length: from + length }, (_, k) => some[k % some.length] + (k >> 8))
      assert.equal(crc32c(array, from, array.length), slow(array.subarray(from)))
    }),
    { numRuns: 60 },
  )
})

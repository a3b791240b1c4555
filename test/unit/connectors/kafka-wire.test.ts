/** Kafka's record batches: transactions that were aborted, markers, codecs and their bombs, records that are too large. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compress, decompress } from '../../../src/connectors/kafka/wire/codecs.ts'
import { batchField, writeLong } from '../../../src/connectors/kafka/wire/layout.ts'
import { readPartition } from '../../../src/connectors/kafka/wire/partition-reader.ts'
import { stampBatch } from '../../../src/connectors/kafka/wire/stamp.ts'
import { batchOf, fetchedPartition, generousLimits, readAll, type PlainRecord } from '../../support/record-batches.ts'

const record = (value: string | null): PlainRecord => ({
  key: null,
  value: value === null ? null : Buffer.from(value),
  timestamp: 1_000,
  headers: [],
})
const valuesOf = (bytes: Buffer, aborted: readonly { producerId: bigint; firstOffset: number }[] | null): string[] =>
  readAll(fetchedPartition(bytes, 0, aborted)).map(({ value }) => String(value))

function ofProducer(producerId: bigint, offset: number, values: readonly string[]): Buffer {
  const batch = batchOf(values.map(record), 'none', offset)
  stampBatch(batch, { producerId, epoch: 0 }, 0, true)
  return batch
}

/** A control batch: key (version 0, type), value (version 0, coordinator epoch 0). */
function marker(producerId: bigint, offset: number, type: 'abort' | 'commit'): Buffer {
  const key = Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1])
  const batch = batchOf([{ ...record(null), key, value: Buffer.alloc(6) }], 'none', offset)
  batch[batchField.attributes + 1] |= 0x20
  stampBatch(batch, { producerId, epoch: 0 }, -1, true)
  return batch
}

test('aborted transactions are left out between their first offset and their marker, the list in any order', () => {
  const bytes = Buffer.concat([
    ofProducer(1n, 0, ['gone a', 'gone b']),
    ofProducer(2n, 2, ['stays c']),
    ofProducer(3n, 3, ['gone d']),
    batchOf([record('stays e')], 'none', 4),
    marker(1n, 5, 'abort'),
    ofProducer(1n, 6, ['stays f']),
    marker(2n, 7, 'commit'),
    marker(1n, 8, 'commit'),
    ofProducer(3n, 9, ['gone g']),
    marker(3n, 10, 'abort'),
    ofProducer(1n, 11, ['gone h']),
    marker(1n, 12, 'abort'),
  ])
  const aborted = [
    { producerId: 1n, firstOffset: 11 },
    { producerId: 3n, firstOffset: 3 },
    { producerId: 1n, firstOffset: 0 },
  ]
  assert.deepEqual(valuesOf(bytes, aborted), ['stays c', 'stays e', 'stays f'])
  const all = ['gone a', 'gone b', 'stays c', 'gone d', 'stays e', 'stays f', 'gone g', 'gone h']
  assert.deepEqual(valuesOf(bytes, null), all)
  // The place to go on from is behind the last marker.
  assert.equal(fetchedPartition(bytes, 0, aborted).nextOffset, 13)
  assert.equal([...readPartition(fetchedPartition(bytes, 0, aborted), generousLimits)].at(-1)?.next.offset, 13)
})

test('a record over the limit keeps a beginning, and the records around it are whole', () => {
  const large = record('x'.repeat(500))
  const bytes = batchOf([record('a'), { ...large, key: Buffer.from('k') }, record('b')], 'zstd')
  const batches = [
    ...readPartition(fetchedPartition(bytes), { ...generousLimits, recordBytesMax: 100, prefixBytes: 10 }),
  ]
  const read = batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, index) => ({
      value: Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index])).toString(),
      size: batch.oversized.get(index) ?? null,
    })),
  )
  assert.deepEqual(read, [
    { value: 'a', size: null },
    { value: 'x'.repeat(10), size: 500 },
    { value: 'b', size: null },
  ])
  assert.ok(batches.every((batch) => batch.bytes.length < 100))
})

test('what is not in the format is named with its place', () => {
  const good = batchOf([record('a')], 'none', 7)
  const refused = (change: (batch: Buffer) => void, what: RegExp): void => {
    const batch = Buffer.from(good)
    change(batch)
    assert.throws(() => readAll(fetchedPartition(batch)), what)
  }
  const place = "'game\\.raw', partition 3, offset 7"
  refused((batch) => (batch[65] ^= 1), new RegExp(`^Error: ${place}: the checksum of its batch is wrong$`))
  refused(
    (batch) => (batch[batchField.magic] = 1),
    /offset 7: its batch is in the format of Kafka before 0\.11.*\(magic 1\)/,
  )
  refused((batch) => {
    batch.writeInt32BE(1_000_000, batchField.count)
    stampBatch(batch, { producerId: -1n, epoch: -1 }, -1, false)
  }, /1000000 records in \d+ bytes/)
  refused((batch) => {
    batch[batchField.attributes + 1] |= 7
    stampBatch(batch, { producerId: -1n, epoch: -1 }, -1, false)
  }, /offset 7: its batch cannot be unpacked \(compression 7 is unknown\)/)
})

test('the records before a broken batch are given', () => {
  const broken = batchOf([record('b')], 'none', 1)
  broken[65] ^= 1
  const read: string[] = []
  assert.throws(() => {
    for (const batch of readPartition(
      fetchedPartition(Buffer.concat([batchOf([record('a')], 'none'), broken])),
      generousLimits,
    ))
      read.push(Buffer.from(batch.bytes.subarray(batch.starts[0], batch.ends[0])).toString())
  }, /offset 1: the checksum/)
  assert.deepEqual(read, ['a'])
})

test('the time of a topic that has the append time is that of the batch', () => {
  const batch = batchOf([record('a'), record('b')], 'none')
  batch[batchField.attributes + 1] |= 0x08
  writeLong(batch, batchField.maxTimestamp, 77_000)
  stampBatch(batch, { producerId: -1n, epoch: -1 }, -1, false)
  assert.deepEqual(
    readAll(fetchedPartition(batch)).map(({ timestamp }) => timestamp),
    [77_000, 77_000],
  )
})

test('bombs are refused before they have grown', () => {
  const zeros = Buffer.alloc(20 << 20)
  for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const bomb = compress(codec, zeros)
    assert.ok(bomb.length < zeros.length / 15)
    assert.throws(() => decompress(codec, bomb, 1 << 20), Error, codec)
    assert.equal(decompress(codec, bomb, zeros.length).length, zeros.length)
  }
  // 4 GB claimed in 5 bytes.
  assert.throws(() => decompress('snappy', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0x00]), 2 ** 33), /cannot have/)
})

/** Made with lz4 1.9.4 (`lz4 -B4D --content-size -BX`): linked blocks, checksums of blocks and content, and the size. */
const foreignFrame =
  'BCJNGHxAEA4AAAAAAAAHOwAAAJNyZWNvcmQgMAoJABQxCQAUMgkAFDMJABQ0CQAUNQkAFDYJAA8/AP////////////////+/UHJkIDAKgiNxvgAAAAAcnhC+'

test('frames of other writers are read: linked blocks, checksums, a content size; snappy without framing', () => {
  const text = Array.from({ length: 400 }, (_, index) => `record ${index % 7}\n`).join('')
  assert.equal(decompress('lz4', Buffer.from(foreignFrame, 'base64'), 1 << 20).toString(), text)
  const [, ...block] = [...compress('snappy', Buffer.from(text)).subarray(16 + 3)]
  assert.equal(decompress('snappy', Buffer.from(block), 1 << 20).toString(), text)
})

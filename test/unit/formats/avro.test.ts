import assert from 'node:assert/strict'
import test from 'node:test'
import { Readable } from 'node:stream'
import { zstdDecompressSync } from 'node:zlib'
import avsc from 'avsc'
import type { OutputColumn } from '../../../src/engine/ports.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { canonicalForm, fingerprint64 } from '../../../src/formats/avro/canonical.ts'
import { confluentPrefix } from '../../../src/formats/avro/confluent.ts'
import { AvroContainerFile } from '../../../src/formats/avro/container-file.ts'
import { AvroEncoder } from '../../../src/formats/avro/encoder.ts'
import { avroSchema } from '../../../src/formats/avro/schema.ts'
import { singleObjectPrefix } from '../../../src/formats/avro/single-object.ts'
import { GrowingBytes } from '../../../src/formats/byte-buffer.ts'
import type { AvroSchema } from '../../../src/types/mapping.ts'
import type { Value } from '../../../src/types/value.ts'
import { avroType, storedValue } from '../../support/avro-reader.ts'
import { outputColumn, rowViewOf } from '../../support/columns.ts'
import { sampleRows, typeSamples } from '../../support/values.ts'

function encode(columns: readonly OutputColumn[], rows: readonly (readonly Value[])[], prefix?: Uint8Array): Buffer[] {
  const out = new GrowingBytes(16)
  const ends = { of: new Uint32Array(1) }
  new AvroEncoder(columns, prefix).encode(rowViewOf(columns, rows), allRows(rows.length), out, ends)
  return rows.map((_, k) => Buffer.from(out.bytes.subarray(k === 0 ? 0 : ends.of[k - 1], ends.of[k])))
}

const columns = typeSamples.map((sample) => outputColumn(sample.name, sample.type))
const record = { name: 'role_login', namespace: 'game' }

test('the schema of every type, byte for byte', () => {
  const types = avroSchema(columns, record).fields.map((field) => `${field.name}: ${JSON.stringify(field.type)}`)
  assert.deepEqual(types, [
    'boolean: ["null","boolean"]',
    'tinyint: ["null","int"]',
    'smallint: ["null","int"]',
    'int: ["null","int"]',
    'bigint: ["null","long"]',
    'float: ["null","float"]',
    'double: ["null","double"]',
    'decimal_9_2: ["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}]',
    'decimal_18_2: ["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":2}]',
    'decimal_18_18: ["null",{"type":"bytes","logicalType":"decimal","precision":18,"scale":18}]',
    'decimal_38_10: ["null",{"type":"bytes","logicalType":"decimal","precision":38,"scale":10}]',
    'string: ["null","string"]',
    'varchar: ["null","string"]',
    'bytes: ["null","bytes"]',
    'date: ["null",{"type":"int","logicalType":"date"}]',
    'time_0: ["null",{"type":"int","logicalType":"time-millis"}]',
    'time_6: ["null",{"type":"long","logicalType":"time-micros"}]',
    'timestamp_3: ["null",{"type":"long","logicalType":"local-timestamp-millis"}]',
    'timestamp_6: ["null",{"type":"long","logicalType":"local-timestamp-micros"}]',
    'timestamp_ltz_3: ["null",{"type":"long","logicalType":"timestamp-millis"}]',
    'timestamp_ltz_6: ["null",{"type":"long","logicalType":"timestamp-micros"}]',
    'json: ["null","string"]',
  ])
})

test('names, NOT NULL and comments in the schema', () => {
  const schema = avroSchema(
    [
      { name: 'id', type: { kind: 'BIGINT' }, nullable: false, comment: 'the player' },
      { name: 'level', type: { kind: 'INT' }, nullable: true, comment: null },
    ],
    { ...record, comment: 'one row per login' },
  )
  assert.equal(
    JSON.stringify(schema),
    '{"type":"record","name":"role_login","namespace":"game","doc":"one row per login","fields":' +
      '[{"name":"id","type":"long","doc":"the player"},{"name":"level","type":["null","int"],"default":null}]}',
  )
  const bad =
    (name: string): (() => void) =>
    () => {
      avroSchema([{ name, type: { kind: 'INT' }, nullable: true }], record)
    }
  for (const name of ['', '1a', 'a-b', 'a.b', 'é', '__proto__ ']) assert.throws(bad(name), /no name in Avro/)
  assert.doesNotThrow(bad('__proto__'))
  assert.throws(() => avroSchema([], { name: 'a', namespace: 'b..c' }), /no name in Avro/)
})

test('every value reads back by avsc', () => {
  const type = avroType(avroSchema(columns, record))
  const rows = sampleRows()
  encode(columns, rows).forEach((bytes, r) => {
    const wanted = Object.fromEntries(typeSamples.map(({ name, type }, c) => [name, storedValue(type, rows[r][c])]))
    assert.deepEqual({ ...(type.fromBuffer(bytes) as object) }, wanted)
  })
})

test('NOT NULL columns have no union branch', () => {
  const required = typeSamples.map((sample) => outputColumn(sample.name, sample.type, false))
  const values = typeSamples.map((sample) => sample.values[0])
  const seen = avroType(avroSchema(required, record)).fromBuffer(encode(required, [values])[0]) as object
  assert.deepEqual(
    { ...seen },
    Object.fromEntries(typeSamples.map(({ name, type }, c) => [name, storedValue(type, values[c])])),
  )
  assert.throws(() => encode([outputColumn('n', { kind: 'INT' }, false)], [[null]]), /NOT NULL/)
})

test('decimals at the borders of their byte lengths', () => {
  const edges = [0n]
  for (let bits = 7n; bits <= 119n; bits += 8n) {
    for (const near of [-1n, 0n, 1n]) edges.push(2n ** bits + near, -(2n ** bits) + near)
  }
  const wide = outputColumn('d', { kind: 'DECIMAL', precision: 38, scale: 10 })
  const narrow = outputColumn('d', { kind: 'DECIMAL', precision: 18, scale: 0 })
  const type = avroType(avroSchema([wide], record))
  const check = (column: OutputColumn, values: readonly bigint[]): void => {
    encode(
      [column],
      values.map((value) => [value]),
    ).forEach((bytes, k) => {
      assert.deepEqual((type.fromBuffer(bytes) as { d: Buffer }).d, storedValue(column.type, values[k]), `${values[k]}`)
    })
  }
  check(wide, edges)
  check(
    narrow,
    edges.filter((value) => BigInt.asIntN(60, value) === value),
  )
})

test("Confluent's prefix and single-object's", () => {
  const one = [outputColumn('n', { kind: 'INT' }, false)]
  assert.equal(encode(one, [[-1]], confluentPrefix(258))[0].toString('hex'), '000000010201')
  const schema = avroSchema(one, record)
  const [bytes] = encode(one, [[1]], singleObjectPrefix(schema))
  assert.equal(bytes.subarray(0, 2).toString('hex'), 'c301')
  assert.equal(bytes.readBigUInt64LE(2), fingerprint64(canonicalForm(schema)))
  assert.equal(bytes.subarray(10).toString('hex'), '02')
})

// Of Avro's own test suite: share/test/data/schema-tests.txt.
const knownFingerprints: readonly (readonly [string, bigint])[] = [
  ['"null"', 7195948357588979594n],
  ['"boolean"', -6970731678124411036n],
  ['"int"', 8247732601305521295n],
  ['"long"', -3434872931120570953n],
  ['"float"', 5583340709985441680n],
  ['"double"', -8181574048448539266n],
  ['"bytes"', 5746618253357095269n],
  ['"string"', -8142146995180207161n],
  ['[]', -1241056759729112623n],
  ['["int"]', -5232228896498058493n],
  ['["int","boolean"]', 5392556393470105090n],
  ['{"fields":[],"type":"record","name":"foo"}', -4824392279771201922n],
]

test("fingerprints of Avro's own test suite", () => {
  for (const [schema, wanted] of knownFingerprints) {
    const canonical = canonicalForm(JSON.parse(schema) as AvroSchema)
    assert.equal(BigInt.asIntN(64, fingerprint64(canonical)), wanted, schema)
  }
})

test('the canonical form: full names, fixed order, nothing that parsing does not need', () => {
  const schema = {
    doc: 'x',
    fields: [
      { name: 'a', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }], default: null },
      { name: 'e', type: { type: 'enum', name: 'E', symbols: ['x', 'y'], default: 'x' } },
      { name: 'f', type: { size: 16, type: 'fixed', name: 'other.F' } },
      { name: 'm', type: { values: { type: 'int' }, type: 'map' } },
      { name: 'again', type: 'E' },
    ],
    type: 'record',
    namespace: 'game',
    name: 'r',
  }
  const canonical = canonicalForm(schema)
  assert.equal(
    canonical,
    '{"name":"game.r","type":"record","fields":[{"name":"a","type":["null","bytes"]},' +
      '{"name":"e","type":{"name":"game.E","type":"enum","symbols":["x","y"]}},' +
      '{"name":"f","type":{"name":"other.F","type":"fixed","size":16}},' +
      '{"name":"m","type":{"type":"map","values":"int"}},{"name":"again","type":"game.E"}]}',
  )
  const ours = canonicalForm(avroSchema(columns, record))
  assert.equal(ours, JSON.stringify(avsc.Type.forSchema(avroSchema(columns, record) as never).schema()))
})

for (const codec of ['null', 'deflate', 'zstandard'] as const) {
  test(`a container file reads back by avsc, ${codec}`, async () => {
    const schema = avroSchema(columns, record)
    const rows = [...sampleRows(), ...sampleRows(), ...sampleRows()]
    const file = new AvroContainerFile(schema, codec, undefined, 500)
    const parts: Buffer[] = [file.start()]
    for (const bytes of encode(columns, rows)) {
      const block = file.append(bytes, 0, bytes.length, 1)
      if (block !== null) parts.push(block)
    }
    const last = file.finish()
    if (last !== null) parts.push(last)
    assert.ok(parts.length > 3, 'several blocks')
    const codecs = {
      ...avsc.streams.BlockDecoder.defaultCodecs(),
      zstandard: (bytes: Buffer, done: (error: Error | null, bytes: Buffer) => void) => {
        done(null, zstdDecompressSync(bytes))
      },
    }
    const decoder = new avsc.streams.BlockDecoder({ codecs, parseHook: (seen: object) => avroType(seen) } as never)
    const seen: object[] = []
    for await (const row of Readable.from(parts).pipe(decoder)) seen.push({ ...(row as object) })
    const wanted = rows.map((row) =>
      Object.fromEntries(typeSamples.map(({ name, type }, c) => [name, storedValue(type, row[c])])),
    )
    assert.deepEqual(seen, wanted)
  })
}

test('rows of any size, and many of them, come out whole and in order', () => {
  const own = [outputColumn('id', { kind: 'INT' }, false), outputColumn('text', { kind: 'STRING' })]
  const type = avroType(avroSchema(own, record))
  const sizes = [10, 300_000, 0, 262_110, 262_090, 700_000, ...Array.from({ length: 900 }, (_, k) => k)]
  const rows = sizes.map((size, id) => [id, size === 0 ? null : 'x'.repeat(size)])
  const prefix = Buffer.from([0, 0, 0, 0, 9])
  encode(own, rows, prefix).forEach((bytes, k) => {
    assert.deepEqual(bytes.subarray(0, 5), prefix)
    assert.deepEqual({ ...type.fromBuffer(bytes.subarray(5)) }, { id: rows[k][0], text: rows[k][1] })
  })
})

test('a NULL that must not be is an error', () => {
  const own = [outputColumn('a', { kind: 'INT' }), outputColumn('b', { kind: 'INT' }, false)]
  assert.throws(
    () =>
      encode(own, [
        [null, 1],
        [null, null],
      ]),
    /output column 1 is NOT NULL and has a NULL/,
  )
})

test('milliseconds are rounded down, before 1970 too', () => {
  const own = [outputColumn('at', { kind: 'TIMESTAMP', precision: 3 }, false)]
  const type = avroType(avroSchema(own, record))
  const read = encode(own, [[-1n], [-1000n], [-1001n], [1999n]]).map((bytes) => ({ ...type.fromBuffer(bytes) }).at)
  assert.deepEqual(read.map(Number), [-1, -1, -2, 1])
})

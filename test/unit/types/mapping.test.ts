/** The table from logical to physical types. */
import assert from 'node:assert/strict'
import test from 'node:test'
import avsc from 'avsc'
import type { LogicalType } from '../../../src/types/logical.ts'
import {
  avroType,
  decimalBytes,
  flinkType,
  hiveType,
  jsonSchemaOf,
  nullableAvroType,
  nullableJsonSchema,
  parquetType,
} from '../../../src/types/mapping.ts'

const types: readonly LogicalType[] = [
  { kind: 'BOOLEAN' },
  { kind: 'TINYINT' },
  { kind: 'SMALLINT' },
  { kind: 'INT' },
  { kind: 'BIGINT' },
  { kind: 'FLOAT' },
  { kind: 'DOUBLE' },
  { kind: 'DECIMAL', precision: 9, scale: 2 },
  { kind: 'DECIMAL', precision: 38, scale: 10 },
  { kind: 'STRING' },
  { kind: 'VARCHAR', length: 20 },
  { kind: 'BYTES' },
  { kind: 'DATE' },
  { kind: 'TIME', precision: 0 },
  { kind: 'TIME', precision: 6 },
  { kind: 'TIMESTAMP', precision: 3 },
  { kind: 'TIMESTAMP', precision: 6 },
  { kind: 'TIMESTAMP_LTZ', precision: 3 },
  { kind: 'TIMESTAMP_LTZ', precision: 6 },
  { kind: 'JSON' },
  { kind: 'ARRAY', element: { kind: 'INT' } },
  { kind: 'MAP', value: { kind: 'BYTES' } },
  {
    kind: 'ROW',
    fields: [
      { name: 'a', type: { kind: 'INT' } },
      { name: 'b', type: { kind: 'ROW', fields: [{ name: 'c', type: { kind: 'STRING' } }] } },
    ],
  },
]

test('every type has an Avro schema that a library takes', () => {
  for (const type of types) {
    assert.ok(avsc.Type.forSchema(nullableAvroType(type, 'r') as avsc.Schema), type.kind)
  }
  assert.deepEqual(avroType(types[8], 'r'), { type: 'bytes', logicalType: 'decimal', precision: 38, scale: 10 })
  assert.deepEqual(avroType(types[15], 'r'), { type: 'long', logicalType: 'local-timestamp-millis' })
  assert.deepEqual(avroType(types[18], 'r'), { type: 'long', logicalType: 'timestamp-micros' })
  assert.deepEqual(avroType(types[13], 'r'), { type: 'int', logicalType: 'time-millis' })
})

test('Hive, Flink', () => {
  assert.deepEqual(types.map((type) => [hiveType(type), flinkType(type)]).slice(7), [
    ['DECIMAL(9,2)', 'DECIMAL(9, 2)'],
    ['DECIMAL(38,10)', 'DECIMAL(38, 10)'],
    ['STRING', 'STRING'],
    ['VARCHAR(20)', 'VARCHAR(20)'],
    ['BINARY', 'BYTES'],
    ['DATE', 'DATE'],
    ['BIGINT', 'TIME(0)'],
    ['BIGINT', 'TIME(6)'],
    ['TIMESTAMP', 'TIMESTAMP(3)'],
    ['TIMESTAMP', 'TIMESTAMP(6)'],
    ['TIMESTAMP', 'TIMESTAMP_LTZ(3)'],
    ['TIMESTAMP', 'TIMESTAMP_LTZ(6)'],
    ['STRING', 'STRING'],
    ['ARRAY<INT>', 'ARRAY<INT>'],
    ['MAP<STRING,BINARY>', 'MAP<STRING, BYTES>'],
    ['STRUCT<`a`:INT,`b`:STRUCT<`c`:STRING>>', 'ROW<`a` INT, `b` ROW<`c` STRING>>'],
  ])
})

test('Parquet: the fewest bytes for a DECIMAL, micros for times', () => {
  assert.deepEqual(parquetType(types[7]), {
    group: 'value',
    physical: { kind: 'INT32' },
    logical: { kind: 'DECIMAL', precision: 9, scale: 2 },
  })
  assert.deepEqual(parquetType(types[8]), {
    group: 'value',
    physical: { kind: 'FIXED_LEN_BYTE_ARRAY', lengthBytes: 16 },
    logical: { kind: 'DECIMAL', precision: 38, scale: 10 },
  })
  assert.deepEqual(parquetType(types[17]), {
    group: 'value',
    physical: { kind: 'INT64' },
    logical: { kind: 'TIMESTAMP', unit: 'MICROS', isAdjustedToUTC: true },
  })
  for (let precision = 1; precision <= 38; precision++) {
    const holds = (bytes: number): boolean => 10n ** BigInt(precision) - 1n < 2n ** BigInt(8 * bytes - 1)
    const bytes = decimalBytes(precision)
    assert.ok(holds(bytes) && (bytes === 1 || !holds(bytes - 1)), String(precision))
  }
})

test('JSON Schema: null is a type more; any JSON is any', () => {
  assert.deepEqual(jsonSchemaOf({ kind: 'TINYINT' }), { type: 'integer', minimum: -128, maximum: 127 })
  assert.deepEqual(nullableJsonSchema({ kind: 'STRING' }), { type: ['string', 'null'] })
  assert.deepEqual(nullableJsonSchema({ kind: 'JSON' }), {})
})

test('a name is quoted, whatever is in it', () => {
  const row: LogicalType = { kind: 'ROW', fields: [{ name: 'a`b', type: { kind: 'INT' } }] }
  assert.deepEqual([hiveType(row), flinkType(row)], ['STRUCT<`a``b`:INT>', 'ROW<`a``b` INT>'])
})

test('intervals are the type of no column', () => {
  assert.throws(() => hiveType({ kind: 'INTERVAL_MONTHS' }), /not the type of a column/)
})

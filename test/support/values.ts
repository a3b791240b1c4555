/** Every logical type that a sink takes, each with values worth a test. */
import type { LogicalType } from '../../src/types/logical.ts'
import type { Value } from '../../src/types/value.ts'

/** Microseconds of a UTC time. */
export function micros(text: string, more = 0n): bigint {
  return BigInt(Date.parse(text)) * 1000n + more
}

const timestamps: readonly bigint[] = [
  0n,
  -1n,
  micros('1969-12-31T23:59:59Z', 999_999n),
  micros('1600-02-29T12:34:56Z', 1n),
  micros('0001-01-01T00:00:00Z'),
  micros('2026-11-20T02:00:00Z', 123_456n),
  micros('9999-12-31T23:59:59Z', 999_999n),
]

export interface TypeSample {
  readonly name: string
  readonly type: LogicalType
  readonly values: readonly Value[]
}

export const typeSamples: readonly TypeSample[] = [
  { name: 'boolean', type: { kind: 'BOOLEAN' }, values: [true, false] },
  { name: 'tinyint', type: { kind: 'TINYINT' }, values: [0, 1, -1, 127, -128] },
  { name: 'smallint', type: { kind: 'SMALLINT' }, values: [0, 32_767, -32_768] },
  { name: 'int', type: { kind: 'INT' }, values: [0, -1, 2_147_483_647, -2_147_483_648] },
  {
    name: 'bigint',
    type: { kind: 'BIGINT' },
    values: [
      0n,
      -1n,
      9_007_199_254_740_993n,
      -9_007_199_254_740_993n,
      2n ** 63n - 1n,
      -(2n ** 63n),
      4_294_967_296n,
      2n ** 31n,
    ],
  },
  {
    name: 'float',
    type: { kind: 'FLOAT' },
    values: [0, 1.5, Math.fround(0.1), Math.fround(-3.4e38), Math.fround(1e-45)],
  },
  { name: 'double', type: { kind: 'DOUBLE' }, values: [0, 0.1, -1.5e300, 5e-324, 123_456_789.123] },
  {
    name: 'decimal_9_2',
    type: { kind: 'DECIMAL', precision: 9, scale: 2 },
    values: [0n, 150n, -150n, 999_999_999n, -1n],
  },
  {
    name: 'decimal_18_2',
    type: { kind: 'DECIMAL', precision: 18, scale: 2 },
    values: [0n, 12_345n, -999_999_999_999_999_999n, 999_999_999_999_999_999n, 128n, -128n, -129n],
  },
  {
    name: 'decimal_18_18',
    type: { kind: 'DECIMAL', precision: 18, scale: 18 },
    values: [1n, -999_999_999_999_999_999n],
  },
  {
    name: 'decimal_38_10',
    type: { kind: 'DECIMAL', precision: 38, scale: 10 },
    values: [
      0n,
      1n,
      -1n,
      -(10n ** 38n - 1n),
      10n ** 38n - 1n,
      90_071_992_547_409_930_000_000_001n,
      -255n,
      2n ** 64n,
      -(2n ** 96n),
    ],
  },
  { name: 'string', type: { kind: 'STRING' }, values: ['', 'a', 'Ωmega 玩家 🐉', '"q"\\\n\t\u0000\u001f\u007f', 'ÿ'] },
  { name: 'varchar', type: { kind: 'VARCHAR', length: 20 }, values: ['short', ''] },
  { name: 'bytes', type: { kind: 'BYTES' }, values: [new Uint8Array(), Uint8Array.of(0, 255, 128), Uint8Array.of(1)] },
  { name: 'date', type: { kind: 'DATE' }, values: [0, -1, 20_777, -719_162, 2_932_896] },
  {
    name: 'time_0',
    type: { kind: 'TIME', precision: 0 },
    values: [0, 86_399_000_000, 36_000_000_000],
  },
  { name: 'time_6', type: { kind: 'TIME', precision: 6 }, values: [0, 86_399_999_999, 1] },
  {
    name: 'timestamp_3',
    type: { kind: 'TIMESTAMP', precision: 3 },
    values: timestamps.map((value) => value - mod(value, 1000n)),
  },
  { name: 'timestamp_6', type: { kind: 'TIMESTAMP', precision: 6 }, values: timestamps },
  {
    name: 'timestamp_ltz_3',
    type: { kind: 'TIMESTAMP_LTZ', precision: 3 },
    values: timestamps.map((value) => value - mod(value, 1000n)),
  },
  { name: 'timestamp_ltz_6', type: { kind: 'TIMESTAMP_LTZ', precision: 6 }, values: timestamps },
  { name: 'json', type: { kind: 'JSON' }, values: ['{"a":[1,2.50]}', '"x"', '12345678901234567890', 'null'] },
]

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by
}

/** All samples as one table: row r holds value r of each type, and NULL where a type has fewer; the last row is all NULL. */
export function sampleRows(samples: readonly TypeSample[] = typeSamples): Value[][] {
  const count = Math.max(...samples.map((sample) => sample.values.length)) + 1
  return Array.from({ length: count }, (_, r) => samples.map((sample) => sample.values[r] ?? null))
}

/** CAST between typed values, as in Flink. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { canCast, castValue } from '../../../src/types/conversion/cast.ts'
import { valueText } from '../../../src/types/conversion/value-text.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import { Failure, type Value } from '../../../src/types/value.ts'

const boolean: LogicalType = { kind: 'BOOLEAN' }
const tinyint: LogicalType = { kind: 'TINYINT' }
const int: LogicalType = { kind: 'INT' }
const bigint: LogicalType = { kind: 'BIGINT' }
const float: LogicalType = { kind: 'FLOAT' }
const double: LogicalType = { kind: 'DOUBLE' }
const string: LogicalType = { kind: 'STRING' }
const bytes: LogicalType = { kind: 'BYTES' }
const json: LogicalType = { kind: 'JSON' }
const date: LogicalType = { kind: 'DATE' }

function decimal(precision: number, scale: number): LogicalType {
  return { kind: 'DECIMAL', precision, scale }
}
function timestamp(precision: number): LogicalType {
  return { kind: 'TIMESTAMP', precision }
}
function instant(precision: number): LogicalType {
  return { kind: 'TIMESTAMP_LTZ', precision }
}
function time(precision: number): LogicalType {
  return { kind: 'TIME', precision }
}
function micros(iso: string): bigint {
  return BigInt(Date.parse(iso)) * 1000n
}

const fails = Symbol('fails')

test('casts', () => {
  const cases: readonly [value: Value, from: LogicalType, to: LogicalType, expected: Value | typeof fails][] = [
    [3.99, double, int, 3],
    [-3.99, double, int, -3],
    [3e9, double, int, fails],
    [9.3e18, double, bigint, fails],
    [300, int, tinyint, fails],
    [5, int, bigint, 5n],
    [9007199254740993n, bigint, double, 9007199254740992],
    [199n, decimal(5, 2), int, 1],
    [-199n, decimal(5, 2), int, -1],
    [155n, decimal(5, 2), decimal(5, 1), 16n],
    [-155n, decimal(5, 2), decimal(5, 1), -16n],
    [99999n, decimal(5, 2), decimal(4, 1), fails],
    [150n, decimal(5, 2), decimal(7, 4), 15000n],
    [1.005, double, decimal(5, 2), 101n],
    [1e21, double, decimal(38, 0), 10n ** 21n],
    [12, int, decimal(3, 1), 120n],
    [100, int, decimal(3, 1), fails],
    [150n, decimal(5, 2), double, 1.5],
    [1e300, double, float, fails],
    [0.1, double, float, Math.fround(0.1)],
    [true, boolean, int, 1],
    [false, boolean, decimal(3, 2), 0n],
    [0n, bigint, boolean, false],
    [0.5, double, boolean, true],
    [true, boolean, string, 'true'],
    [1.5, double, string, '1.5'],
    [3, double, string, '3.0'],
    [150n, decimal(5, 2), string, '1.50'],
    [-5n, bigint, string, '-5'],
    [1234, int, { kind: 'VARCHAR', length: 3 }, fails],
    ['abc', string, { kind: 'VARCHAR', length: 2 }, fails],
    ['9007199254740993', string, bigint, 9007199254740993n],
    ['x', string, int, fails],
    ['', string, int, null],
    ['2026-11-20 10:00:00', string, instant(3), micros('2026-11-20T02:00:00Z')],
    [micros('2026-11-20T02:00:00.120Z'), instant(3), string, '2026-11-20 10:00:00.120'],
    [micros('2026-11-20T10:00:00Z'), timestamp(0), string, '2026-11-20 10:00:00'],
    [20777, date, string, '2026-11-20'],
    [36_000_500_000, time(3), string, '10:00:00.500'],
    [20777, date, timestamp(3), micros('2026-11-20T00:00:00Z')],
    [20777, date, instant(3), micros('2026-11-19T16:00:00Z')],
    [micros('2026-11-19T16:00:00Z'), instant(3), date, 20777],
    [micros('2026-11-19T16:00:00Z'), instant(3), timestamp(3), micros('2026-11-20T00:00:00Z')],
    [micros('2026-11-20T00:00:00Z'), timestamp(3), instant(3), micros('2026-11-19T16:00:00Z')],
    [micros('2026-11-20T10:30:00Z'), timestamp(3), time(0), 37_800_000_000],
    [-1n, timestamp(6), timestamp(0), -1_000_000n],
    [-1n, timestamp(6), date, -1],
    [Buffer.from('ä'), bytes, string, 'ä'],
    [Buffer.from([0xff]), bytes, string, fails],
    ['"ä"', json, string, 'ä'],
    ['1.0', json, int, 1],
    ['{"a":1}', json, string, '{"a":1}'],
    ['{"a": 1}', string, json, '{"a":1}'],
    ['abc', string, json, fails],
    [150n, decimal(5, 2), json, '1.50'],
    [20_777, date, json, '"2026-11-20"'],
    [Uint8Array.of(0xff), bytes, json, '"/w=="'],
    [micros('2026-11-20T02:00:00Z'), instant(3), json, '"2026-11-20 02:00:00.000Z"'],
    [['1', null], { kind: 'ARRAY', element: string }, { kind: 'ARRAY', element: int }, [1, null]],
    [['x'], { kind: 'ARRAY', element: string }, { kind: 'ARRAY', element: int }, fails],
    [['a"'], { kind: 'ARRAY', element: string }, string, String.raw`["a\""]`],
    [new Map([['k', 1]]), { kind: 'MAP', value: int }, { kind: 'MAP', value: bigint }, new Map([['k', 1n]])],
    [null, int, string, null],
  ]
  for (const [value, from, to, expected] of cases) {
    const label = `${value === null ? 'NULL' : valueText(value, from)}: ${from.kind} to ${to.kind}`
    assert.ok(canCast(from, to), label)
    const actual = castValue(value, from, to, { timeZone: 'Asia/Shanghai' })
    assert.deepEqual(actual instanceof Failure ? fails : actual, expected, label)
  }
})

test('what there is no CAST for', () => {
  const pairs: readonly [LogicalType, LogicalType][] = [
    [int, timestamp(3)],
    [timestamp(3), bigint],
    [date, time(0)],
    [time(0), timestamp(3)],
    [boolean, date],
    [{ kind: 'INTERVAL_MICROS' }, json],
    [int, bytes],
    [{ kind: 'INTERVAL_MONTHS' }, int],
    [
      { kind: 'ARRAY', element: date },
      { kind: 'ARRAY', element: int },
    ],
  ]
  for (const [from, to] of pairs) assert.ok(!canCast(from, to), `${from.kind} to ${to.kind}`)
})

test('instants without a zone to show them in are in UTC and say so', () => {
  assert.equal(valueText(micros('2026-11-20T02:00:00Z'), instant(3)), '2026-11-20 02:00:00.000Z')
})

test('an instant beyond the year 9999 in UTC is out of range, whatever its local year', () => {
  const last = micros('9999-12-31T23:59:59Z')
  const west = { timeZone: 'America/New_York' }
  assert.ok(castValue(last, timestamp(0), instant(0), west) instanceof Failure)
  assert.ok(castValue('9999-12-31 23:59:59', string, instant(0), west) instanceof Failure)
  assert.equal(castValue(last, timestamp(0), instant(0), { timeZone: 'UTC' }), last)
})

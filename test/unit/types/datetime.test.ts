/** Patterns, ISO 8601 and UNIX times, read and written. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compilePattern } from '../../../src/types/datetime/compile.ts'
import { compileFormat, formatProblem } from '../../../src/types/datetime/format.ts'
import { readDatetime } from '../../../src/types/datetime/read.ts'
import { formatDatetime, localDatetime, sqlDatetimeText } from '../../../src/types/datetime/write.ts'
import type { TemporalType } from '../../../src/types/families.ts'
import { Failure } from '../../../src/types/value.ts'
import { utc, zoneNamed } from '../../../src/types/zones.ts'

const date: TemporalType = { kind: 'DATE' }
const time: TemporalType = { kind: 'TIME', precision: 6 }
const timestamp: TemporalType = { kind: 'TIMESTAMP', precision: 6 }
const instant: TemporalType = { kind: 'TIMESTAMP_LTZ', precision: 6 }
const shanghai = zoneNamed('Asia/Shanghai')!

/** The value in SQL's form (instants in UTC), or null. */
function read(text: string, format: string, type: TemporalType, record: string | null = null): string | null {
  const compiled = compileFormat(format)
  assert.ok(!('error' in compiled), format)
  const recordMicros = record === null ? null : BigInt(Date.parse(record)) * 1000n
  const value = readDatetime(text, type, [compiled], { zone: shanghai, recordMicros })
  return value instanceof Failure ? null : sqlDatetimeText(value, type, utc)
}

test('texts by patterns', () => {
  const cases: readonly [text: string, pattern: string, type: TemporalType, expected: string | null][] = [
    ['2026-11-20 10:00:00 +0800', 'yyyy-MM-dd HH:mm:ss Z', instant, '2026-11-20 02:00:00.000000'],
    ['17/May/2015:10:05:03 +0000', 'dd/MMM/yyyy:HH:mm:ss Z', instant, '2015-05-17 10:05:03.000000'],
    ['2026-11-20 10:00:00', 'yyyy-MM-dd HH:mm:ss', instant, '2026-11-20 02:00:00.000000'],
    ['20261120100000123', 'yyyyMMddHHmmssSSS', timestamp, '2026-11-20 10:00:00.123000'],
    ['930', 'Hmm', time, '09:30:00.000000'],
    ['2026-1-2', 'y-M-d', date, '2026-01-02'],
    ['26/1/2', 'yy/M/d', date, '2026-01-02'],
    ['2026-01-2', 'yyyy-MM-dd', date, null],
    ['2026-02-30', 'yyyy-MM-dd', date, null],
    ['2024-02-29', 'yyyy-MM-dd', date, '2024-02-29'],
    ['2026-13-01', 'yyyy-MM-dd', date, null],
    ['2026-11-20x', 'yyyy-MM-dd', date, null],
    ['2026-060', 'yyyy-DDD', date, '2026-03-01'],
    ['2026-366', 'yyyy-DDD', date, null],
    ['Fri Nov 20 2026', 'EEE MMM d yyyy', date, '2026-11-20'],
    ['Sat Nov 20 2026', 'EEE MMM d yyyy', date, null],
    ['fri Nov 20 2026', 'EEE MMM d yyyy', date, null],
    ['Friday, 1 May 2026', 'EEEE, d MMMM yyyy', date, '2026-05-01'],
    ['12:05 AM', 'hh:mm a', time, '00:05:00.000000'],
    ['12:05 PM', 'hh:mm a', time, '12:05:00.000000'],
    ['13:05 PM', 'hh:mm a', time, null],
    ['24:00', 'kk:mm', time, '00:00:00.000000'],
    ['24:00', 'HH:mm', time, null],
    ['10:00:60', 'HH:mm:ss', time, null],
    ["10 o'clock", "HH 'o''clock'", time, '10:00:00.000000'],
    ['2026-11-20T10:00:00Z', "yyyy-MM-dd'T'HH:mm:ssX", instant, '2026-11-20 10:00:00.000000'],
    ['2026-11-20T10:00:00+05', "yyyy-MM-dd'T'HH:mm:ssX", instant, '2026-11-20 05:00:00.000000'],
    ['2026-11-20T10:00:00+0530', "yyyy-MM-dd'T'HH:mm:ssX", instant, '2026-11-20 04:30:00.000000'],
    ['2026-11-20T10:00:00+05:30', "yyyy-MM-dd'T'HH:mm:ssXXX", instant, '2026-11-20 04:30:00.000000'],
    ['2026-11-20T10:00:00+0530', "yyyy-MM-dd'T'HH:mm:ssXXX", instant, null],
    ['2026-11-20T10:00:00Z', "yyyy-MM-dd'T'HH:mm:ssxxx", instant, null],
    ['2026-11-20 10:00:00 GMT+8', 'yyyy-MM-dd HH:mm:ss O', instant, '2026-11-20 02:00:00.000000'],
    ['2026-07-01 10:00 Europe/Berlin', 'yyyy-MM-dd HH:mm VV', instant, '2026-07-01 08:00:00.000000'],
    ['2026-07-01 10:00 Mars/Base', 'yyyy-MM-dd HH:mm VV', instant, null],
    ['2026-07-01 10:00 +1900', 'yyyy-MM-dd HH:mm Z', instant, null],
    ['2026-11-20', 'yyyy-MM-dd[ HH:mm]', timestamp, '2026-11-20 00:00:00.000000'],
    ['2026-11-20 07:30', 'yyyy-MM-dd[ HH:mm]', timestamp, '2026-11-20 07:30:00.000000'],
    ['2026-11-20 07:', 'yyyy-MM-dd[ HH:mm]', timestamp, null],
    ['2026', 'yyyy', date, '2026-01-01'],
    ['2026-11', 'yyyy-MM', date, '2026-11-01'],
  ]
  for (const [text, pattern, type, expected] of cases) {
    assert.equal(read(text, pattern, type), expected, `${text} by ${pattern}`)
  }
})

test('ISO 8601', () => {
  const cases: readonly [text: string, type: TemporalType, expected: string | null][] = [
    ['2026-11-20', date, '2026-11-20'],
    ['2026-11-20T23:59:59.999Z', date, '2026-11-20'],
    ['2026-11-20', timestamp, '2026-11-20 00:00:00.000000'],
    ['2026-11-20T10:00', timestamp, '2026-11-20 10:00:00.000000'],
    ['2026-11-20 10:00:00.123456789', timestamp, '2026-11-20 10:00:00.123456'],
    ['2026-11-20T10:00:00.1234567890', timestamp, null],
    ['2026-11-20T10:00:00.', timestamp, null],
    ['2026-11-20  10:00:00', timestamp, null],
    ['2026-11-20t10:00:00', timestamp, null],
    ['2026-11-20T24:00:00', timestamp, null],
    ['2026-11-20T10:00:00Z', timestamp, null],
    ['2026-11-20T10:00:00Z', instant, '2026-11-20 10:00:00.000000'],
    ['2026-11-20T10:00:00', instant, '2026-11-20 02:00:00.000000'],
    ['2026-11-20T10:00:00-03:30', instant, '2026-11-20 13:30:00.000000'],
    ['2026-11-20T10:00:00+0800', instant, '2026-11-20 02:00:00.000000'],
    ['2026-11-20T10:00:00+08', instant, '2026-11-20 02:00:00.000000'],
    ['2026-11-20T10:00:00+08:60', instant, null],
    ['10:00:00.5', time, '10:00:00.500000'],
    ['2026-11-20T10:00:00', time, '10:00:00.000000'],
    ['2026-11-20', time, null],
    ['10:00', date, null],
    ['20261120', date, null],
    ['2023-02-29', date, null],
  ]
  for (const [text, type, expected] of cases)
    assert.equal(read(text, 'ISO8601', type), expected, `${text} ${type.kind}`)
})

test('UNIX times, with fractions', () => {
  const cases: readonly [text: string, format: string, type: TemporalType, expected: string | null][] = [
    ['1763605800', 'UNIX', instant, '2025-11-20 02:30:00.000000'],
    ['1763605800.123456789', 'UNIX', instant, '2025-11-20 02:30:00.123456'],
    ['1.7636058e9', 'UNIX', instant, '2025-11-20 02:30:00.000000'],
    ['-0.5', 'UNIX', instant, '1969-12-31 23:59:59.500000'],
    ['1763605800123', 'UNIX_MS', instant, '2025-11-20 02:30:00.123000'],
    ['1763605800123.9', 'UNIX_MS', instant, '2025-11-20 02:30:00.123900'],
    ['1763605800123456', 'UNIX_US', instant, '2025-11-20 02:30:00.123456'],
    ['1763605800', 'UNIX', timestamp, '2025-11-20 10:30:00.000000'],
    ['1763596800', 'UNIX', date, '2025-11-20'],
    ['253402300800', 'UNIX', instant, null],
    ['-62167219201', 'UNIX', instant, null],
    ['now', 'UNIX', instant, null],
  ]
  for (const [text, format, type, expected] of cases) assert.equal(read(text, format, type), expected, text)
})

test("digits beyond the type's precision are cut, towards the past", () => {
  const to = (precision: number): TemporalType => ({ kind: 'TIMESTAMP_LTZ', precision })
  assert.equal(read('1969-12-31T23:59:59.999Z', 'ISO8601', to(0)), '1969-12-31 23:59:59')
  assert.equal(read('-0.0015', 'UNIX', to(3)), '1969-12-31 23:59:59.998')
  assert.equal(read('2026-11-20T00:00:00.123456Z', 'ISO8601', to(3)), '2026-11-20 00:00:00.123')
})

test("without a year: the one nearest to the record's timestamp", () => {
  const cases: readonly [text: string, record: string, expected: string | null][] = [
    ['Nov 20 10:00:00', '2026-11-21T00:00:00Z', '2026-11-20 10:00:00.000000'],
    ['Dec 31 23:59:59', '2026-01-01T00:00:00Z', '2025-12-31 23:59:59.000000'],
    ['Jan 1 00:00:00', '2025-12-31T15:59:00Z', '2026-01-01 00:00:00.000000'],
    ['Feb 29 00:00:00', '2026-02-20T00:00:00Z', '2024-02-29 00:00:00.000000'],
    ['Feb 30 00:00:00', '2026-02-20T00:00:00Z', null],
  ]
  for (const [text, record, expected] of cases) {
    assert.equal(read(text, 'MMM d HH:mm:ss', timestamp, record), expected, `${text} at ${record}`)
  }
  assert.equal(read('Nov 20 10:00:00', 'MMM d HH:mm:ss', timestamp), null)
})

test('wrong patterns are told where', () => {
  const cases: readonly [pattern: string, offset: number, error: RegExp][] = [
    ['yyyy-MM-ddTHH', 10, /'T'/],
    ['YYYY-MM-dd', 0, /did you mean y/],
    ['yyyy-MM-dd z', 11, /VV/],
    ["yyyy 'at", 5, /no end/],
    ['yyyy[-MM', 4, /without `\]`/],
    ['yyyy]', 4, /without `\[`/],
    ['yyyyy', 0, /too many/],
    ['dd{', 2, /reserved/],
    ['V', 0, /VV/],
  ]
  for (const [pattern, offset, error] of cases) {
    const result = compilePattern(pattern)
    assert.ok('error' in result, pattern)
    assert.match(result.error, error)
    assert.equal(result.offset, offset, pattern)
  }
})

test('patterns that cannot give a type', () => {
  const problem = (pattern: string, kind: TemporalType['kind']): string | null => {
    const format = compileFormat(pattern)
    assert.ok(!('error' in format), pattern)
    return formatProblem(format, kind)
  }
  assert.match(problem('yyyy-MM-dd Z', 'TIMESTAMP')!, /no zone/)
  assert.match(problem('yyyy-MM-dd', 'TIME')!, /hour/)
  assert.match(problem('HH:mm', 'DATE')!, /date/)
  assert.match(problem('yyyy dd', 'DATE')!, /date/)
  assert.match(problem('DDD', 'DATE')!, /year/)
  assert.match(problem('hh:mm', 'TIME')!, /AM or PM/)
  assert.match(problem('yyyy-MM-dd mm', 'TIMESTAMP')!, /without an hour/)
  assert.match(problem('HH:mm.SSS', 'TIME')!, /without seconds/)
  assert.equal(problem('MMM d HH:mm:ss', 'TIMESTAMP'), null)
  assert.equal(problem('ISO8601', 'TIME'), null)
})

test('values by patterns', () => {
  const micros = BigInt(Date.parse('2026-03-07T05:04:09.078Z')) * 1000n
  const cases: readonly [pattern: string, expected: string][] = [
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-03-07T13:04:09.078+08:00'],
    ['y/M/d H:m:s', '2026/3/7 13:4:9'],
    ['yy D DDD', '26 66 066'],
    ['EEE EEEE MMM MMMM', 'Sat Saturday Mar March'],
    ['hh K k a', '01 1 13 PM'],
    ['X XX x Z ZZZZ ZZZZZ O OOOO VV', '+08 +0800 +08 +0800 GMT+08:00 +08:00 GMT+8 GMT+08:00 Asia/Shanghai'],
    ['S SSSSSS SSSSSSSSS', '0 078000 078000000'],
    ["'yyyy' ''[ HH]", "yyyy ' 13"],
  ]
  for (const [pattern, expected] of cases) {
    const compiled = compilePattern(pattern)
    assert.ok(!('error' in compiled), pattern)
    assert.equal(formatDatetime(compiled, localDatetime(micros, instant, shanghai)), expected)
  }
  const optional = compilePattern('HH[ XXX]')
  assert.ok(!('error' in optional))
  assert.equal(formatDatetime(optional, localDatetime(micros, timestamp, utc)), '05')
})

/** Conversions against independent oracles: Date, Intl, BigInt, JSON.parse. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { castValue } from '../../src/types/conversion/cast.ts'
import { contextOfColumn, contextOfZone, knownZone } from '../../src/types/conversion/context.ts'
import { nestedText, nestedValue } from '../../src/types/conversion/nested.ts'
import { convertText } from '../../src/types/conversion/text.ts'
import { compilePattern } from '../../src/types/datetime/compile.ts'
import { formatDatetime, localDatetime } from '../../src/types/datetime/write.ts'
import { decimalFromText, decimalText, rescale } from '../../src/types/decimal.ts'
import { doubleText, floatText } from '../../src/types/float-text.ts'
import { jsonText } from '../../src/types/json/node.ts'
import { parseJson } from '../../src/types/json/parse.ts'
import { parseJsonPath, pathText } from '../../src/types/json/parse-path.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { Failure, type Value } from '../../src/types/value.ts'

const instants = fc
  .date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9998-12-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => ({ iso: date.toISOString(), micros: BigInt(date.getTime()) * 1000n }))
const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', '-03:30')

/** Each holds all of an instant, in another way. */
const wholePatterns = fc.constantFrom(
  "yyyy-MM-dd'T'HH:mm:ss.SSSXXXXX",
  'yyyyMMddHHmmssSSSXXXXX',
  'EEE, d MMM yyyy hh:mm:ss.SSSSSS a ZZZZZ',
  'yyyy/DDD kk:m:s.SSS XXXX',
  'EEEE MMMM d y K:mm:ss.SSSSSSSSS a [ZZZZ]',
)

test('what a pattern writes it reads', () => {
  fc.assert(
    fc.property(instants, zones, wholePatterns, ({ micros }, timeZone, text) => {
      const type: LogicalType = { kind: 'TIMESTAMP_LTZ', precision: 6 }
      const pattern = compilePattern(text)
      assert.ok(!('error' in pattern))
      const written = formatDatetime(pattern, localDatetime(micros, type, knownZone(timeZone)))
      assert.equal(convertText(written, type, contextOfColumn(type.kind, [text], 'UTC')), micros, written)
    }),
  )
})

test('ISO texts are what Date says', () => {
  const type: LogicalType = { kind: 'TIMESTAMP_LTZ', precision: 3 }
  const pattern = compilePattern("yyyy-MM-dd'T'HH:mm:ss.SSSX")
  assert.ok(!('error' in pattern))
  fc.assert(
    fc.property(instants, zones, ({ iso, micros }, timeZone) => {
      assert.equal(convertText(iso, type, contextOfZone(timeZone)), micros)
      assert.equal(formatDatetime(pattern, localDatetime(micros, type, knownZone('UTC'))), iso)
    }),
  )
})

test('days that are no dates do not convert', () => {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  const numbers = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.nat({ max: 14 }), fc.nat({ max: 33 }))
  fc.assert(
    fc.property(numbers, ([year, month, day]) => {
      const text = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
      const date = new Date(`${text}T00:00:00Z`)
      const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
      const value = convertText(text, { kind: 'DATE' }, contextOfZone('UTC'))
      assert.deepEqual(value instanceof Failure ? null : value, exists ? date.getTime() / 86_400_000 : null, text)
    }),
  )
})

test('an instant through text of any zone and back', () => {
  const type: LogicalType = { kind: 'TIMESTAMP_LTZ', precision: 3 }
  fc.assert(
    fc.property(instants, zones, ({ micros }, timeZone) => {
      const text = castValue(micros, type, { kind: 'STRING' }, { timeZone }) as string
      const back = castValue(text, { kind: 'STRING' }, type, { timeZone }) as bigint
      // In the hour that occurs twice the earlier one comes back.
      assert.ok(back === micros || (back < micros && micros - back <= 3_600_000_000n), text)
    }),
  )
})

const scales = fc.nat({ max: 38 })
const unscaled = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })

test('decimals through text, and through more digits, and back', () => {
  fc.assert(
    fc.property(unscaled, scales, (value, scale) => {
      assert.equal(decimalFromText(decimalText(value, scale), 38, scale), value)
      assert.equal(decimalFromText(`${value}e-${scale}`, 38, scale), value)
      assert.equal(rescale(rescale(value, scale, scale + 7), scale + 7, scale), value)
    }),
  )
})

test('rounding is to the nearest, half away from zero', () => {
  fc.assert(
    fc.property(unscaled, fc.integer({ min: 1, max: 20 }), (value, digits) => {
      const unit = 10n ** BigInt(digits)
      const distance = value - rescale(value, digits, 0) * unit
      const twice = 2n * (distance < 0n ? -distance : distance)
      assert.ok(twice < unit || (twice === unit && distance < 0n === value > 0n), `${value} to ${digits} digits less`)
    }),
  )
})

test('integers of 64 bits are exact, beyond them they do not convert', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (value) => {
      const converted = convertText(`${value}.0`, { kind: 'BIGINT' }, contextOfZone('UTC'))
      if (value === BigInt.asIntN(64, value)) assert.equal(converted, value)
      else assert.ok(converted instanceof Failure)
    }),
  )
})

test('floating-point texts read back the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      assert.equal(Number(doubleText(value)), value)
      const float = Math.fround(value)
      if (Number.isFinite(float)) assert.equal(Math.fround(Number(floatText(float))), float)
    }),
  )
})

test('JSON is what JSON.parse takes, and means the same when compact', () => {
  const pieces = fc.constantFrom(...'{}[],:1 \n'.split(''), '"a"', '-0.5e3', 'null', '"\\u00e4"', '01', "'")
  const texts = fc.oneof(
    fc.json(),
    fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const expected = parsed(text)
      const node = parseJson(text)
      assert.equal(node !== null, expected !== undefined, text)
      if (node === null) return
      const compact = jsonText(node)
      assert.deepEqual(JSON.parse(compact), expected)
      assert.equal(jsonText(parseJson(compact)!), compact)
    }),
    { numRuns: 1000 },
  )
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

test('paths are written so that they read back', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('member' as const), name: fc.string({ unit: 'binary' }) }, { noNullPrototype: true }),
    fc.record({ kind: fc.constant('index' as const), index: fc.nat() }, { noNullPrototype: true }),
    fc.constantFrom({ kind: 'last' as const }, { kind: 'wildcard' as const }),
  )
  fc.assert(
    fc.property(fc.array(step), (path) => {
      assert.deepEqual(parseJsonPath(pathText(path)), { path })
    }),
  )
})

const nestedType: LogicalType = {
  kind: 'ARRAY',
  element: {
    kind: 'ROW',
    fields: [
      { name: 'text', type: { kind: 'STRING' } },
      { name: '"', type: { kind: 'MAP', value: { kind: 'DOUBLE' } } },
      { name: 'amount', type: { kind: 'DECIMAL', precision: 38, scale: 9 } },
    ],
  },
}

test('nested values through their text and back', () => {
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
  const maps = fc
    .array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.option(doubles)))
    .map((entries) => new Map<string, Value>(entries))
  const rows = fc.tuple(fc.option(fc.string({ unit: 'grapheme' })), fc.option(maps), fc.option(unscaled))
  fc.assert(
    fc.property(fc.array(fc.option(rows)), (value) => {
      assert.deepEqual(nestedValue(nestedText(value, nestedType), nestedType), value)
    }),
  )
})

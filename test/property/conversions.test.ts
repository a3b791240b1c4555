import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { columnKindOf, takeColumn } from '../../src/engine/column.ts'
import { bindConversion } from '../../src/engine/kernels/convert/bind.ts'
import { allRows } from '../../src/engine/selection.ts'
import { SliceKind } from '../../src/engine/slices.ts'
import { readValue } from '../../src/engine/values.ts'
import { contextOfColumn } from '../../src/types/conversion/context.ts'
import { convertJson } from '../../src/types/conversion/json.ts'
import { convertText } from '../../src/types/conversion/text.ts'
import { parseJson } from '../../src/types/json/parse.ts'
import type { LogicalType } from '../../src/types/logical.ts'
import { Failure, type Value } from '../../src/types/value.ts'
import { newMemory, putSlices } from '../unit/kernels/texts.ts'

const timeZone = 'America/New_York'
const recordMs = Date.UTC(2026, 10, 20, 12)

/** Every row by the column's kernel: the value, or the message of what is reported. */
function byKernel(type: LogicalType, formats: readonly string[], texts: readonly string[], kind: SliceKind): unknown[] {
  const memory = newMemory()
  const isString = kind === SliceKind.String || kind === SliceKind.EscapedString
  // Strings of a document stand between quotes, which are not in the slice.
  const slices = putSlices(
    memory,
    texts.map((text) => (isString ? `"${text}"` : text)),
    kind,
  )
  for (let row = 0; row < texts.length && isString; row++) {
    slices.starts[row]++
    slices.lengths[row] -= 2
  }
  const column = takeColumn(memory, columnKindOf(type), texts.length)
  const failures = new Map<number, string>()
  bindConversion(type, { formats, timeZone })(
    slices,
    allRows(texts.length),
    column,
    memory,
    () => recordMs,
    (row, failure) => failures.set(row, failure.message),
  )
  return texts.map((_, row) => failures.get(row) ?? readValue(memory, column, type, row))
}

function byScalar(type: LogicalType, formats: readonly string[], text: string, kind: SliceKind): unknown {
  const context = { ...contextOfColumn(type.kind, formats, timeZone), recordMicros: BigInt(recordMs) * 1000n }
  const quoted = kind === SliceKind.String || kind === SliceKind.EscapedString
  const value: Value | Failure =
    kind === SliceKind.Text
      ? convertText(text, type, context)
      : convertJson(parseJson(quoted ? `"${text}"` : text)!, type, context)
  return value instanceof Failure ? value.message : value
}

const digits = (max: number) => fc.array(fc.nat(9), { minLength: 1, maxLength: max }).map((all) => all.join(''))
const numberText = fc.oneof(
  fc.tuple(fc.constantFrom('', '', '-', '+'), digits(20)).map(([sign, whole]) => sign + whole),
  fc.tuple(fc.constantFrom('', '-'), digits(12), digits(10)).map(([sign, whole, part]) => `${sign}${whole}.${part}`),
  fc.tuple(digits(3), fc.integer({ min: -30, max: 30 })).map(([whole, exponent]) => `${whole}e${exponent}`),
  fc.constantFrom(
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
    '-9223372036854775809',
    // 2^64 more than they seem, in 64 bits.
    '18446744073709551617',
    '-18446744073709551620',
    '3.0',
    '1.',
  ),
  fc.constantFrom(
    '2147483647',
    '2147483648',
    '-2147483648',
    '127',
    '128',
    '-0',
    '0',
    '',
    ' ',
    ' 12 ',
    '12abc',
    '--1',
    '.5',
    '-',
  ),
  fc.constantFrom(
    '999999999999999999',
    '-999999999999999999',
    '4294967296',
    '-4294967296',
    '1000000000000000',
    '0.1',
    '5e-324',
  ),
)
const dateText = fc.oneof(
  fc
    .date({ min: new Date(-62167219200000), max: new Date(253402300799999), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc
    .tuple(
      fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
      fc.constantFrom('', 'Z', '+0800', '-05:30', ' +0000', '+19:00'),
    )
    .map(([date, zone]) => date.toISOString().slice(0, 19).replace('T', ' ') + zone),
  fc.constantFrom(
    '2026-02-29 00:00:00',
    '2024-02-29 00:00:00',
    '2026-11-01 01:30:00',
    '2026-03-08 02:30:00',
    '2026-11-20 24:00:00',
  ),
  fc.constantFrom(
    '20/Nov/2026:10:00:00 +0800',
    '20/nov/2026:10:00:00 +0800',
    '20/Nov/2026:10:00:00 +08:00',
    '20261120',
    '2026-11-20',
  ),
  fc.constantFrom(
    '10:00',
    '10:00:00.5',
    '2026-11-20T10:00:00.123456789',
    '9999-12-31T23:59:59.999999',
    'Nov 20 10:00:00',
    '2026-1-2',
  ),
)
const anyText = fc.oneof(
  numberText,
  dateText,
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text.isWellFormed()),
  fc.constantFrom('true', 'FALSE', 'null', '{"a": 1}', '[1, 2]', '"x"', '{"a":1,"a": 2}', '{', '0aF1', 'aGk='),
)

interface Target {
  readonly type: LogicalType
  readonly formats: readonly string[]
}
const plain = (type: LogicalType): Target => ({ type, formats: [] })
const instant = (precision: number, ...formats: readonly string[]): Target => ({
  type: { kind: 'TIMESTAMP_LTZ', precision },
  formats,
})
const targets: readonly Target[] = [
  ...(
    ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE', 'STRING', 'BYTES', 'JSON', 'DATE'] as const
  ).map((kind) => plain({ kind })),
  plain({ kind: 'DECIMAL', precision: 18, scale: 2 }),
  plain({ kind: 'DECIMAL', precision: 5, scale: 5 }),
  plain({ kind: 'DECIMAL', precision: 18, scale: 18 }),
  plain({ kind: 'DECIMAL', precision: 38, scale: 10 }),
  plain({ kind: 'VARCHAR', length: 5 }),
  plain({ kind: 'TIME', precision: 3 }),
  plain({ kind: 'TIMESTAMP', precision: 6 }),
  plain({ kind: 'ARRAY', element: { kind: 'INT' } }),
  plain({ kind: 'MAP', value: { kind: 'STRING' } }),
  { type: { kind: 'BYTES' }, formats: ['HEX'] },
  { type: { kind: 'BYTES' }, formats: ['BASE64'] },
  { type: { kind: 'DATE' }, formats: ['yyyyMMdd'] },
  { type: { kind: 'TIMESTAMP', precision: 3 }, formats: ['yyyy-MM-dd HH:mm:ss'] },
  instant(3),
  instant(0, 'yyyy-MM-dd HH:mm:ss', 'ISO8601'),
  instant(3, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
  instant(6, 'yyyy-MM-dd HH:mm:ss Z'),
  instant(3, 'dd/MMM/yyyy:HH:mm:ss Z'),
  instant(3, 'MMM dd HH:mm:ss'),
  instant(3, 'UNIX'),
  instant(0, 'UNIX_MS'),
  instant(6, 'UNIX_US'),
]

test('kernels convert texts of fields as the scalar conversion does', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...targets),
      fc.array(anyText, { minLength: 1, maxLength: 20 }),
      ({ type, formats }, texts) => {
        const expected = texts.map((text) => byScalar(type, formats, text, SliceKind.Text))
        assert.deepEqual(byKernel(type, formats, texts, SliceKind.Text).map(comparable), expected.map(comparable))
      },
    ),
    { numRuns: 3000 },
  )
})

const jsonValues: readonly (readonly [SliceKind, fc.Arbitrary<string>])[] = [
  [SliceKind.String, anyText.filter((text) => JSON.stringify(text) === `"${text}"`)],
  [SliceKind.EscapedString, anyText.map((text) => `${JSON.stringify(text).slice(1, -1)}\\u0031`)],
  [SliceKind.EscapedString, fc.constantFrom('\\ud800', 'a\\n')],
  [SliceKind.Integer, numberText.filter((text) => /^-?(0|[1-9]\d*)$/.test(text))],
  [
    SliceKind.Fraction,
    numberText.filter((text) => /^-?(0|[1-9]\d*)(\.\d+)?(e-?\d+)?$/.test(text) && /[.e]/.test(text)),
  ],
  [SliceKind.True, fc.constant('true')],
  [SliceKind.False, fc.constant('false')],
  [SliceKind.Object, fc.constantFrom('{}', '{ "a" : "1" }', '{"a":1,"a":2}')],
  [SliceKind.Array, fc.constantFrom('[]', '[1 , 2]', '["x"]')],
]

test('kernels convert values of documents as the scalar conversion does', () => {
  for (const [kind, texts] of jsonValues) {
    fc.assert(
      fc.property(
        fc.constantFrom(...targets),
        fc.array(texts, { minLength: 1, maxLength: 10 }),
        ({ type, formats }, all) => {
          const expected = all.map((text) => byScalar(type, formats, text, kind))
          assert.deepEqual(byKernel(type, formats, all, kind).map(comparable), expected.map(comparable))
        },
      ),
      { numRuns: 500 },
    )
  }
})

/** Bytes by content, and -0 apart from 0. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return Object.is(value, -0) ? '-0' : value
}

test('64 bits and decimals are exact', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1 }), (values) => {
      assert.deepEqual(byKernel({ kind: 'BIGINT' }, [], values.map(String), SliceKind.Integer), values)
    }),
  )
  const scaled = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n })
  fc.assert(
    fc.property(fc.array(scaled, { minLength: 1 }), (values) => {
      const texts = values.map((value) => {
        const whole = (value < 0n ? -value : value).toString().padStart(3, '0')
        return `${value < 0n ? '-' : ''}${whole.slice(0, -2)}.${whole.slice(-2)}`
      })
      assert.deepEqual(byKernel({ kind: 'DECIMAL', precision: 18, scale: 2 }, [], texts, SliceKind.Fraction), values)
    }),
  )
})

test('doubles are correctly rounded', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
      const found = byKernel({ kind: 'DOUBLE' }, [], values.map(String), SliceKind.Text)
      assert.deepEqual(
        found,
        values.map((value) => Number(String(value))),
      )
    }),
  )
})

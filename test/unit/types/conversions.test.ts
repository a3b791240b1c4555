/** The table "What a value becomes", row by row: from a field's text, and from a JSON value. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { contextOfColumn } from '../../../src/types/conversion/context.ts'
import { convertJson } from '../../../src/types/conversion/json.ts'
import { nestedText, nestedValue } from '../../../src/types/conversion/nested.ts'
import { convertText } from '../../../src/types/conversion/text.ts'
import { parseJson } from '../../../src/types/json/parse.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import { Failure, type Value } from '../../../src/types/value.ts'

const fails = Symbol('fails')
type Outcome = Value | typeof fails

function outcome(value: Value | Failure): Outcome {
  return value instanceof Failure ? fails : value
}

function fromText(text: string, type: LogicalType, formats: readonly string[] = []): Outcome {
  return outcome(convertText(text, type, contextOfColumn(type.kind, formats, 'Asia/Shanghai')))
}

function fromJson(text: string, type: LogicalType, formats: readonly string[] = []): Outcome {
  const node = parseJson(text)
  assert.ok(node, text)
  return outcome(convertJson(node, type, contextOfColumn(type.kind, formats, 'Asia/Shanghai')))
}

function check(
  convert: typeof fromText,
  type: LogicalType,
  cases: readonly (readonly [text: string, expected: Outcome])[],
): void {
  for (const [text, expected] of cases) assert.deepEqual(convert(text, type), expected, `${text} to ${type.kind}`)
}

const string: LogicalType = { kind: 'STRING' }
const int: LogicalType = { kind: 'INT' }
const bigint: LogicalType = { kind: 'BIGINT' }
const decimal: LogicalType = { kind: 'DECIMAL', precision: 5, scale: 2 }
const json: LogicalType = { kind: 'JSON' }

test('STRING: text as it is, other JSON as written and compact', () => {
  check(fromText, string, [
    ['', ''],
    [' a ', ' a '],
    ['\ud800', fails],
  ])
  check(fromJson, string, [
    ['" a "', ' a '],
    [String.raw`"\u00e4\n"`, 'ä\n'],
    [String.raw`"\ud83d\ude00"`, '😀'],
    [String.raw`"\ud83d"`, fails],
    ['""', ''],
    ['1.10', '1.10'],
    ['true', 'true'],
    ['null', null],
    ['{"a": [1, 2.0]}', '{"a":[1,2.0]}'],
  ])
})

test('VARCHAR checks its length in code points', () => {
  const three: LogicalType = { kind: 'VARCHAR', length: 3 }
  check(fromText, three, [
    ['abc', 'abc'],
    ['abcd', fails],
    ['😀😀😀', '😀😀😀'],
    ['😀😀😀😀', fails],
    ['', ''],
  ])
  assert.equal(fromJson('1234', three), fails)
})

test('integers: whole values in range, as number or text', () => {
  check(fromText, int, [
    ['3', 3],
    ['3.0', 3],
    ['12', 12],
    [' 12\t', 12],
    ['+5', 5],
    ['1e3', 1000],
    ['', null],
    ['  ', null],
    ['1.5', fails],
    ['12abc', fails],
    ['0x10', fails],
    ['2147483647', 2147483647],
    ['2147483648', fails],
    ['-2147483648', -2147483648],
    ['-2147483649', fails],
    ['1e100', fails],
    ['true', fails],
  ])
  check(fromJson, int, [
    ['3.0', 3],
    ['"12"', 12],
    ['" 12 "', 12],
    ['""', null],
    ['null', null],
    ['1.5', fails],
    ['true', fails],
    ['[1]', fails],
    ['{}', fails],
  ])
  check(fromText, { kind: 'TINYINT' }, [
    ['127', 127],
    ['128', fails],
    ['-128', -128],
  ])
  check(fromText, { kind: 'SMALLINT' }, [
    ['32767', 32767],
    ['-32769', fails],
  ])
  check(fromJson, bigint, [
    ['9007199254740993', 9007199254740993n],
    ['"9223372036854775807"', 9223372036854775807n],
    ['9223372036854775808', fails],
    ['-9223372036854775808', -9223372036854775808n],
    ['9007199254740993.0', 9007199254740993n],
  ])
})

test('DECIMAL: the exact fraction, only zeros beyond the scale may go', () => {
  check(fromText, decimal, [
    ['1.50', 150n],
    ['1.500', 150n],
    ['1.505', fails],
    ['999.99', 99999n],
    ['1000', fails],
    ['', null],
    ['1,5', fails],
  ])
  assert.equal(fromJson('0.1', decimal), 10n)
  assert.equal(fromJson('false', decimal), fails)
})

test('FLOAT, DOUBLE: any finite number', () => {
  check(fromText, { kind: 'DOUBLE' }, [
    ['1.5', 1.5],
    ['1e308', 1e308],
    ['1e309', fails],
    ['NaN', fails],
    ['Infinity', fails],
    ['', null],
  ])
  check(fromText, { kind: 'FLOAT' }, [
    ['0.1', Math.fround(0.1)],
    ['1e39', fails],
  ])
  assert.equal(fromJson('"2.5"', { kind: 'DOUBLE' }), 2.5)
})

test('BOOLEAN: true and false in any case, 1 and 0', () => {
  check(fromText, { kind: 'BOOLEAN' }, [
    ['true', true],
    ['FALSE', false],
    [' True ', true],
    ['1', true],
    ['0', false],
    ['', null],
    ['yes', fails],
    ['2', fails],
  ])
  check(fromJson, { kind: 'BOOLEAN' }, [
    ['true', true],
    ['0', false],
    ['"1"', true],
    ['[]', fails],
  ])
})

test('JSON: from a document as it is, from a field the text parsed', () => {
  check(fromJson, json, [
    ['"a"', '"a"'],
    ['{"b": 1.0, "a": "\\u00e4", "b": 2}', '{"a":"\\u00e4","b":2}'],
    ['null', null],
  ])
  check(fromText, json, [
    [' [1 , 2] ', '[1,2]'],
    ['a', fails],
    ['', null],
    ['null', null],
  ])
})

test('BYTES: the UTF-8, BASE64 or HEX', () => {
  const bytes: LogicalType = { kind: 'BYTES' }
  assert.deepEqual(fromText(' ä', bytes), Buffer.from(' ä'))
  assert.deepEqual(fromText('', bytes), Buffer.alloc(0))
  assert.deepEqual(fromText('AQI=', bytes, ['BASE64']), Buffer.from([1, 2]))
  assert.deepEqual(fromText('AQI', bytes, ['BASE64']), Buffer.from([1, 2]))
  assert.equal(fromText('A', bytes, ['BASE64']), fails)
  assert.equal(fromText('AQ I=', bytes, ['BASE64']), fails)
  assert.deepEqual(fromJson('"00fF"', bytes, ['HEX']), Buffer.from([0, 255]))
  assert.equal(fromText('0', bytes, ['HEX']), fails)
})

test('dates and times by the first FORMAT that fits; blanks around are ignored', () => {
  const instant: LogicalType = { kind: 'TIMESTAMP_LTZ', precision: 3 }
  const micros = BigInt(Date.parse('2026-11-20T02:00:00Z')) * 1000n
  assert.equal(fromText(' 2026-11-20 10:00:00 ', instant), micros)
  assert.equal(fromText('20.11.2026 10:00', instant, ['ISO8601', 'dd.MM.yyyy HH:mm']), micros)
  assert.equal(fromText('20.11.2026 10:00', instant), fails)
  assert.equal(fromJson('1795140000.000', instant, ['UNIX']), micros)
  assert.equal(fromJson('"1795140000000"', instant, ['UNIX_MS']), micros)
  assert.equal(fromJson('20261120', { kind: 'DATE' }, ['yyyyMMdd']), 20777)
  assert.equal(fromText('', instant), null)
  assert.equal(fromJson('true', instant), fails)
})

test('empty text is NULL for ARRAY, MAP and ROW too', () => {
  assert.equal(fromJson('" "', { kind: 'ARRAY', element: int }), null)
  assert.equal(fromJson('""', { kind: 'MAP', value: int }), null)
  assert.equal(fromJson('"\\t"', { kind: 'ROW', fields: [] }), null)
  assert.equal(fromJson('"x"', { kind: 'ROW', fields: [] }), fails)
})

test('ARRAY, MAP, ROW element by element; ROW by key', () => {
  const row: LogicalType = {
    kind: 'ROW',
    fields: [
      { name: 'id', type: bigint },
      { name: '__proto__', type: string },
    ],
  }
  assert.deepEqual(fromJson('[1,"2",null,""]', { kind: 'ARRAY', element: int }), [1, 2, null, null])
  assert.equal(fromJson('[1,"x"]', { kind: 'ARRAY', element: int }), fails)
  assert.deepEqual(
    fromJson('{"a":1,"__proto__":2}', { kind: 'MAP', value: int }),
    new Map([
      ['a', 1],
      ['__proto__', 2],
    ]),
  )
  assert.deepEqual(fromJson('{"x":0,"id":"9007199254740993"}', row), [9007199254740993n, null])
  assert.deepEqual(fromText('[[1],[]]', { kind: 'ARRAY', element: { kind: 'ARRAY', element: int } }), [[1], []])
  assert.equal(fromJson('{}', { kind: 'ARRAY', element: int }), fails)
  assert.equal(fromJson('[]', row), fails)
  assert.equal(fromJson('"[1]"', { kind: 'ARRAY', element: int }), fails)
})

test('nested values keep everything in their text', () => {
  const type: LogicalType = {
    kind: 'ROW',
    fields: [
      { name: 'bytes', type: { kind: 'MAP', value: { kind: 'BYTES' } } },
      { name: 'at', type: { kind: 'TIMESTAMP_LTZ', precision: 6 } },
      { name: 'amounts', type: { kind: 'ARRAY', element: { kind: 'DECIMAL', precision: 38, scale: 10 } } },
      { name: 'ratio', type: { kind: 'FLOAT' } },
      { name: 'more', type: json },
    ],
  }
  const value: Value = [
    new Map([['x', Buffer.from([0, 255])]]),
    1795140000123456n,
    [12345678901234567890n, null, -1n],
    Math.fround(0.1),
    '{"n":1.10}',
  ]
  assert.deepEqual(nestedValue(nestedText(value, type), type), value)
})

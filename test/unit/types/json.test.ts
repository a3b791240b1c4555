/** JSON trees and paths. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { jsonAt, jsonPlaces } from '../../../src/types/json/navigate.ts'
import { jsonText } from '../../../src/types/json/node.ts'
import { parseJson } from '../../../src/types/json/parse.ts'
import { parseJsonPath, pathText } from '../../../src/types/json/parse-path.ts'
import type { JsonPath } from '../../../src/types/json/path.ts'

function path(text: string): JsonPath {
  const parsed = parseJsonPath(text)
  assert.ok('path' in parsed, text)
  return parsed.path
}

function compact(text: string): string | null {
  const node = parseJson(text)
  return node && jsonText(node)
}

test('what was written stays: digits, escapes, order; of repeated keys the last', () => {
  assert.equal(
    compact(' { "b" : 9007199254740993 , "a":[1.10, -0, 1E+2] } '),
    '{"b":9007199254740993,"a":[1.10,-0,1E+2]}',
  )
  assert.equal(compact('{"k":"\\u00e4\\/"}'), '{"k":"\\u00e4\\/"}')
  assert.equal(compact('{"a":1,"b":2,"a":3}'), '{"b":2,"a":3}')
  assert.equal(compact('{"a":1,"\\u0061":2}'), '{"\\u0061":2}')
  assert.equal(compact('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}')
})

test('only JSON is JSON', () => {
  const wrong = [
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '01',
    '1.',
    '.5',
    '+1',
    'NaN',
    "'a'",
    '"\t"',
    '"\\x"',
    '"\\u12"',
    '1 2',
    '\ufeff1',
  ]
  for (const text of wrong) assert.equal(parseJson(text), null, text)
  for (const text of ['1', '"a"', 'null', ' true ', '[]', '{}', '-0.0e-1']) assert.ok(parseJson(text), text)
})

test('a thousand levels and no more', () => {
  assert.ok(parseJson('['.repeat(1000) + ']'.repeat(1000)))
  assert.equal(parseJson('['.repeat(1001) + ']'.repeat(1001)), null)
  assert.equal(parseJson('{"a":'.repeat(1001) + '1' + '}'.repeat(1001)), null)
})

test('paths are read and written', () => {
  const cases: readonly [text: string, canonical: string][] = [
    ['$', '$'],
    ['$.a.b', '$.a.b'],
    [`$['a b']["c"]`, '$."a b".c'],
    [`$['it''s']`, `$."it's"`],
    [String.raw`$."a\"b"`, String.raw`$."a\"b"`],
    ['$[0][ last ][*]', '$[0][last][*]'],
    ['$.日志.a-b', '$.日志.a-b'],
    [`$['']`, '$.""'],
  ]
  for (const [text, canonical] of cases) {
    assert.equal(pathText(path(text)), canonical)
    assert.deepEqual(path(canonical), path(text))
  }
})

test('wrong paths are told where', () => {
  const cases: readonly [text: string, offset: number][] = [
    ['a', 0],
    ['', 0],
    ['$a', 1],
    ['$.', 2],
    ['$..a', 2],
    ['$.*', 2],
    ['$[', 2],
    ['$[-1]', 2],
    ['$[1', 3],
    ["$['a", 2],
    ['$[99999999999]', 2],
    ['$.a b', 3],
    ['$[lasting]', 2],
  ]
  for (const [text, offset] of cases) {
    const parsed = parseJsonPath(text)
    assert.ok('error' in parsed, text)
    assert.equal(parsed.offset, offset, text)
  }
})

test('places: nothing is unwrapped, out of range is missing', () => {
  const node = parseJson('{"a":[{"x":1},{"x":2},{"y":3}],"b":null,"":{"__proto__":7}}')!
  const at = (text: string): string | null => {
    const place = jsonAt(node, path(text))
    return place && jsonText(place)
  }
  assert.equal(at('$.a[1].x'), '2')
  assert.equal(at('$.a[last].y'), '3')
  assert.equal(at('$.a[3]'), null)
  // As Flink's pages write them.
  assert.equal(at(`$.["a"][0].['x']`), '1')
  assert.equal(at('$.a.x'), null)
  assert.equal(at('$.b'), 'null')
  assert.equal(at('$.b.c'), null)
  assert.equal(at('$[""].__proto__'), '7')
  assert.equal(at('$.toString'), null)
  assert.deepEqual(jsonPlaces(node, path('$.a[*].x')).map(jsonText), ['1', '2'])
})

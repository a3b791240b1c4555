import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'
import { planDocument } from '../../../src/engine/kernels/json-plan.ts'
import { scanDocuments } from '../../../src/engine/kernels/json-scan.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { SliceKind } from '../../../src/engine/slices.ts'
import type { JsonPath } from '../../../src/types/json/path.ts'
import { newMemory, putTexts, sliceJson } from './texts.ts'

const member = (name: string) => ({ kind: 'member', name }) as const
const index = (at: number) => ({ kind: 'index', index: at }) as const
const last = { kind: 'last' } as const

interface Found {
  /** Per text, per path. */
  readonly values: readonly (readonly (string | undefined)[])[]
  readonly kinds: readonly (readonly number[])[]
  readonly misfits: readonly { readonly row: number; readonly offset: number; readonly reason: string }[]
}

function scan(paths: readonly JsonPath[], texts: readonly (string | Uint8Array)[]): Found {
  const memory = newMemory()
  const plan = planDocument(memory, paths)
  const places = putTexts(memory, texts)
  const misfits: { row: number; offset: number; reason: string }[] = []
  const every = allRows(texts.length)
  const slots = scanDocuments(plan, memory, places, every, texts.length, (row, offset, reason) => {
    misfits.push({ row, offset, reason })
  })
  const out = Array.from(plan.slotOfPath, (slot) => slots[slot])
  return {
    values: texts.map((_, row) => out.map((slices) => sliceJson(memory, slices, row))),
    kinds: texts.map((_, row) => out.map((slices) => slices.kinds[row])),
    misfits,
  }
}

const values = (paths: readonly JsonPath[], text: string) => scan(paths, [text]).values[0]

test('values of every kind, as written', () => {
  const names = ['s', 'e', 'i', 'f', 't', 'u', 'n', 'o', 'a', 'missing']
  const text =
    '{"s":"text","e":"a\\n","i":-12,"f":1.50e+3,"t":true,"u":false,"n":null,"o":{ "x" : 1 },"a":[1, {"b":[]}]}'
  const found = scan(
    names.map((name) => [member(name)]),
    [text],
  )
  assert.deepEqual(found.values[0], [
    '"text"',
    '"a\\n"',
    '-12',
    '1.50e+3',
    'true',
    'false',
    'null',
    '{ "x" : 1 }',
    '[1, {"b":[]}]',
    undefined,
  ])
  assert.deepEqual(found.kinds[0], [
    SliceKind.String,
    SliceKind.EscapedString,
    SliceKind.Integer,
    SliceKind.Fraction,
    SliceKind.True,
    SliceKind.False,
    SliceKind.Null,
    SliceKind.Object,
    SliceKind.Array,
    SliceKind.Missing,
  ])
})

test('the root, nested members and elements, one inside another', () => {
  const paths: JsonPath[] = [
    [],
    [member('a')],
    [member('a'), member('b')],
    [member('a'), index(0)],
    [member('c'), index(1), member('d')],
    [member('c'), last],
    [member('c'), last, member('d')],
    [member('c'), index(7)],
  ]
  const text = '{"c":[0,{"d":2},{"d":3}],"a":{"b":{"c":1}}}'
  assert.deepEqual(values(paths, text), [text, '{"b":{"c":1}}', '{"c":1}', undefined, '2', '{"d":3}', '3', undefined])
})

test('a path with a wildcard is served the value before it', () => {
  assert.deepEqual(values([[member('a'), { kind: 'wildcard' }, member('b')]], '{"a":[{"b":1}]}'), ['[{"b":1}]'])
})

test('equal paths get equal slices', () => {
  assert.deepEqual(values([[member('a')], [member('b')], [member('a')]], '{"a":1,"b":2}'), ['1', '2', '1'])
})

test('the last of repeated keys counts, and nothing stays of the earlier ones', () => {
  const paths: JsonPath[] = [[member('a')], [member('a'), member('b')], [member('a'), last]]
  assert.deepEqual(values(paths, '{"a":{"b":1},"a":2}'), ['2', undefined, undefined])
  assert.deepEqual(values(paths, '{"a":{"b":1},"a":{"c":1}}'), ['{"c":1}', undefined, undefined])
  assert.deepEqual(values(paths, '{"a":[5],"\\u0061":{"b":3}}'), ['{"b":3}', '3', undefined])
  assert.deepEqual(values(paths, '{"a":{"b":1,"b":4}}'), ['{"b":1,"b":4}', '4', undefined])
})

test('keys compare by their meaning', () => {
  assert.deepEqual(values([[member('a"b')], [member('é/')]], '{"a\\u0022b":1,"\\u00e9\\/":2}'), ['1', '2'])
})

test('keys named like parts of JavaScript objects are keys like others', () => {
  const names = ['__proto__', 'constructor', 'toString', '']
  const paths = names.map((name) => [member(name)])
  assert.deepEqual(values(paths, '{"__proto__":{"x":1},"constructor":2,"":3}'), ['{"x":1}', '2', undefined, '3'])
})

test('keys in any order, and one plan over changing documents', () => {
  const names = ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff']
  const paths = names.map((name) => [member(name)])
  const orders = ['a bb ccc dddd eeeee ffffff', 'ffffff eeeee dddd ccc bb a', 'ccc x a y ffffff', '', 'a a bb']
  const texts = orders.map((order) => {
    const keys = order.split(' ').filter((key) => key !== '')
    return `{${keys.map((key, at) => `"${key}" :${at}`).join(' , ')}}`
  })
  const found = scan(paths, [...texts, ...texts])
  const expected = [
    ['0', '1', '2', '3', '4', '5'],
    ['5', '4', '3', '2', '1', '0'],
    ['2', undefined, '0', undefined, undefined, '4'],
    [undefined, undefined, undefined, undefined, undefined, undefined],
    ['1', '2', undefined, undefined, undefined, undefined],
  ]
  assert.deepEqual(found.values, [...expected, ...expected])
})

test('a text that is not JSON has no values, a place and a reason', () => {
  const found = scan([[member('a')]], ['{"a":1,', '{"a":1} x', '', '{"a":"\n"}', '{"a":1'])
  assert.deepEqual(
    found.values.map(([value]) => value),
    [undefined, undefined, undefined, undefined, undefined],
  )
  assert.deepEqual(found.misfits, [
    { row: 0, offset: 7, reason: 'unexpected end of the JSON text' },
    { row: 1, offset: 8, reason: 'unexpected character in the JSON text' },
    { row: 2, offset: 0, reason: 'unexpected end of the JSON text' },
    { row: 3, offset: 6, reason: 'unexpected control character in the JSON text' },
    { row: 4, offset: 6, reason: 'unexpected end of the JSON text' },
  ])
})

test('1,000 containers may be nested, not one more; hostile depth is no trouble', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const objects = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
  const found = scan(
    [[member('a'), member('a')]],
    [nested(1000), nested(1001), objects(1000), objects(1001), '['.repeat(500_000)],
  )
  assert.deepEqual(
    found.misfits.map(({ row }) => row),
    [1, 3, 4],
  )
})

const suite = '../shared/data/JSONTestSuite/test_parsing'
test('JSONTestSuite', { skip: existsSync(suite) ? false : `${suite} is absent` }, () => {
  const names = readdirSync(suite).filter((name) => name.endsWith('.json'))
  const plans: (readonly JsonPath[])[] = [
    [[]],
    [
      [member('a'), member('b')],
      [index(0), index(0)],
      [last, last],
    ],
  ]
  for (const paths of plans) {
    const { misfits } = scan(
      paths,
      names.map((name) => readFileSync(`${suite}/${name}`)),
    )
    const rejected = new Set(misfits.map(({ row }) => names[row]))
    const wrong = names.filter((name) =>
      // Invalid UTF-8 is found elsewhere.
      name.startsWith('y_') ? rejected.has(name) : name.startsWith('n_') && !rejected.has(name) && isText(name),
    )
    assert.deepEqual(wrong, [])
  }
  assert.ok(names.length > 300)
})

function isText(name: string): boolean {
  const bytes = readFileSync(`${suite}/${name}`)
  return Buffer.from(bytes.toString()).equals(bytes)
}

import assert from 'node:assert/strict'
import test from 'node:test'
import { compileRegex } from '../../../src/engine/kernels/regex-compile.ts'
import { parseRegex } from '../../../src/engine/kernels/regex-syntax.ts'
import { translateRegex } from '../../../src/engine/kernels/regex-translate.ts'
import { bindRegexes, markMatching, matchRegexes } from '../../../src/engine/kernels/regex.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { SliceKind, takeSlices } from '../../../src/engine/slices.ts'
import { newMemory, putTexts, textAt } from './texts.ts'

function match(patterns: readonly string[], fields: readonly string[], texts: readonly string[]): unknown[] {
  const memory = newMemory()
  const places = putTexts(memory, texts)
  const out = fields.map(() => takeSlices(memory, texts.length))
  const mistakes = new Map<number, string>()
  const matcher = bindRegexes(patterns.map(compileRegex), fields)
  matchRegexes(matcher, memory, places, allRows(texts.length), out, (row, message) => mistakes.set(row, message))
  return texts.map(
    (_, row) =>
      mistakes.get(row) ??
      out.map((slices) => (slices.kinds[row] === SliceKind.Missing ? null : textAt(memory, slices, row))),
  )
}

test('named groups become texts; one that took no part is missing', () => {
  const pattern = '^\\[(?<time>[^\\]]+)\\]\\[\\w+\\](?: (?P<level>\\d+))?,(?<body>\\{.*)$'
  assert.deepEqual(match([pattern], ['body', 'level', 'time'], ['[t 1][Login],{"a":1}', '[é中🙂][L] 7,{"é🙂"}', 'x']), [
    ['{"a":1}', null, 't 1'],
    ['{"é🙂"}', '7', 'é中🙂'],
    'the pattern does not match',
  ])
})

test('the first pattern that matches counts', () => {
  assert.deepEqual(match(['^a=(?<a>.*)$', '^b=(?<b>.*)$', '(?<a>.)'], ['a', 'b'], ['a=1', 'b=2', 'c', '']), [
    ['1', null],
    [null, '2'],
    ['c', null],
    'no pattern matches',
  ])
})

test('MATCHES searches', () => {
  const memory = newMemory()
  const texts = putTexts(memory, ['an ERROR', 'none', Uint8Array.of(0xff, 0x45, 0x52, 0x52)])
  const marks = new Uint8Array(3)
  markMatching(compileRegex('(?i)err'), memory, texts, allRows(3), marks)
  assert.deepEqual([...marks], [1, 0, 1])
})

test('usual patterns run on V8, unusual ones do not', () => {
  const runsOnV8 = (pattern: string) => {
    const node = parseRegex(pattern)
    return node !== null && translateRegex(node) !== null
  }
  assert.ok(runsOnV8('^(?<ip>\\S+) (?:(?<a>x)|y+)(?<b>[0-9a-f]{32})? "(?<ua>[^"]*)"$'))
  assert.ok(runsOnV8('(?i)error: (?<m>.*)'))
  // Another meaning, or not known to V8 without the flag u.
  for (const pattern of ['(?:(?<a>x)|y)*', '(?:a*)*', '(?m)^a', '\\pL', '(?i)é', '🙂'])
    assert.ok(!runsOnV8(pattern), pattern)
})

test('patterns and texts made to backtrack for ever do not', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['(a+)+$', `${'a'.repeat(5000)}b`],
    ['(?:a|aa)*c', 'a'.repeat(5000)],
    ['^(?:[^"]|"[^"]*")*$', '"'.repeat(5001)],
    ['^(?<x>x*)x*x*x*y', 'x'.repeat(2000)],
    ['(?:(?<g>a)*)*b', 'a'.repeat(2000)],
    ['(?<n>\\d+)-(?<m>\\d+)$', '1'.repeat(100_000)],
  ]
  for (const [pattern, text] of hostile) assert.equal(compileRegex(pattern).test(text), false)
})

test('constructs that RE2 does not have are refused', () => {
  for (const pattern of ['(?=a)', '(?<!a)b', '(a)\\1', 'a++', '(?>a)', '(', '[b-a]']) {
    assert.throws(() => compileRegex(pattern), pattern)
  }
})

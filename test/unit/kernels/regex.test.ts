import assert from 'node:assert/strict'
import test from 'node:test'
import { RE2JS } from 're2js'
import { compileRegex } from '../../../src/engine/kernels/regex-compile.ts'
import { parseRegex } from '../../../src/regex/syntax.ts'
import { translateRegex } from '../../../src/regex/v8.ts'
import { bindRegexes, markMatching, matchRegexes } from '../../../src/engine/kernels/regex.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { SliceKind, takeSlices } from '../../../src/engine/slices.ts'
import { newMemory, putTexts, textAt } from './texts.ts'

function match(patterns: readonly string[], fields: readonly string[], texts: readonly string[]): unknown[] {
  const memory = newMemory()
  const matcher = bindRegexes(memory, patterns.map(compileRegex), fields)
  const places = putTexts(memory, texts)
  const out = fields.map(() => takeSlices(memory, texts.length))
  const mistakes = new Map<number, string>()
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

test('counts run on V8, large ones and counts in counts too, and mean what they mean to RE2', () => {
  const patterns = [
    '^(?<a>[a-c]{0,40})(?<b>.*)$',
    '^(?<a>[a-c]{0,40}?)(?<b>c*)$',
    '^(?<a>[a-c]{3,21})(?<b>[a-c]{20,})$',
    '^(?<a>(?:[ab]{1,4}c){7})(?<b>.*)$',
    '^(?<a>(?:[ab]{1,4}c){0,7})(?<b>.*)$',
    '^(?<a>(?:(?:a{1,3}b){2,9}c?){1,5})(?<b>.*)$',
    '(?<a>(?:[ab]{2}c){3,}?)(?<b>c|$)',
  ]
  const texts = [
    '',
    'abc',
    'abcabcabcabcabcabcabc',
    'aabc'.repeat(12),
    'abab'.repeat(11),
    'c'.repeat(61),
    'aabcabc'.repeat(9),
  ]
  for (const pattern of patterns) {
    const regex = compileRegex(pattern)
    assert.ok(regex.runsOnV8, pattern)
    const slow = RE2JS.compile(pattern)
    for (const text of texts) {
      const starts = new Int32Array(2)
      const ends = new Int32Array(2)
      const matcher = slow.matcher(text)
      const isFound = matcher.find()
      assert.equal(regex.find(text, starts, ends), isFound, `${pattern} on ${text}`)
      if (!isFound) continue
      const expected = [1, 2].map((group) => [matcher.start(group), matcher.end(group)])
      assert.deepEqual(
        [0, 1].map((k) => [starts[k], ends[k]]),
        expected,
        `${pattern} on ${text}`,
      )
    }
  }
})

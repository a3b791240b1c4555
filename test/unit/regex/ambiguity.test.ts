import assert from 'node:assert/strict'
import test from 'node:test'
import { isExponential } from '../../../src/regex/ambiguity.ts'
import { readRegex } from '../../../src/regex/syntax.ts'
import { notOnV8 } from '../../../src/regex/v8.ts'

function judge(pattern: string): boolean {
  const node = readRegex(pattern)
  assert.ok(typeof node !== 'string', pattern)
  return isExponential(node)
}

test('repetitions that take one text in many ways', () => {
  const patterns = [
    '(a+)+',
    '(?:a*)*b',
    '^(?:a|a)*$',
    '^(?:a|aa)*$',
    '(?:\\w|\\d)+x',
    '^(?:\\w+\\s?)+:',
    '(?:.*,)*x',
    '(?:a?b?)*c',
    '(?:ab|a|b)*c',
    '(?:a+){9,}',
  ]
  for (const pattern of patterns) assert.ok(judge(pattern), pattern)
})

test('repetitions in which each round shows its own end', () => {
  const patterns = [
    '^(?:\\w+,)*\\w+$',
    '^(?:[^"\\\\]|\\\\.)*$',
    '(?:a|b)*c',
    '^(?:ab|ac)*$',
    '^\\[(?<t>[^\\]]+)\\]\\[\\w+\\],(?<body>\\{.*)$',
    '^(?:\\d{1,3}\\.){3}\\d{1,3}$',
    '(?:\\s+\\S+)*',
    '^(?:[^"]|"[^"]*")*$',
    'a*a*a*',
    '.*x.*y',
    '',
  ]
  for (const pattern of patterns) assert.ok(!judge(pattern), pattern)
})

test('a pattern too large to tell is not judged', () => {
  assert.equal(judge(`(?:${'a'.repeat(300)}|b+)+`), false)
  assert.equal(judge(`(?:${'[a-z]x?|'.repeat(50)}x)*`), false)
})

test('what V8 does not run is named', () => {
  const reasons = {
    '(?m)^a': 'the flag m',
    '\\pL+': 'the escape `\\p`',
    '(?i)é': 'the flag i for letters beyond ASCII',
    '[🙂]': 'characters beyond U+FFFF',
    '(?:a*)*': 'a repetition of a group, or of what can be empty',
    '(?:(?<a>x)|y)*': 'a repetition of a group, or of what can be empty',
  }
  for (const [pattern, reason] of Object.entries(reasons)) assert.equal(notOnV8(pattern), reason)
  assert.equal(notOnV8('^(?<a>\\S+) (?<b>.*)$'), null)
})

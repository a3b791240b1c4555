import assert from 'node:assert/strict'
import test from 'node:test'
import { checkRegex } from '../../../src/language/check/regex.ts'
import { Reporter } from '../../../src/language/check/reporter.ts'
import type { Text } from '../../../src/language/ast.ts'

function textOf(pattern: string): Text {
  const text = `'${pattern.replaceAll("'", "''")}'`
  return { value: pattern, span: { file: { path: 'a.sql', text }, start: 0, end: text.length } }
}

/** What stands under the carets, by code. */
function mistakes(pattern: string): readonly string[] {
  const report = new Reporter()
  checkRegex(textOf(pattern), report)
  return report.diagnostics.map(({ code, span }) => `${code} ${span.file.text.slice(span.start, span.end)}`)
}

test('named groups are found with their places, in both spellings', () => {
  const { groups } = checkRegex(textOf("it's (?<a>x)(?P<b>y)(z)(?:w)"), new Reporter())
  assert.deepEqual(groups, [
    { name: 'a', start: 8, end: 9 },
    { name: 'b', start: 16, end: 17 },
  ])
})

test('what RE2 does not have is under the caret', () => {
  assert.deepEqual(mistakes("it''s a(?=b)"), ['E3011 (?='])
  assert.deepEqual(mistakes('(?<!a)b'), ['E3011 (?<!'])
  assert.deepEqual(mistakes('(?>a+)b'), ['E3011 (?>'])
  assert.deepEqual(mistakes('(a)\\1'), ['E3011 \\1'])
  assert.deepEqual(mistakes('(?<n>a)\\k<n>'), ['E3011 \\k<n>'])
  assert.deepEqual(mistakes('a*+b++c?+d{2,3}+'), ['E3011 *+', 'E3011 ++', 'E3011 ?+', 'E3011 }+'])
})

test('the same texts are fine where they are no constructs', () => {
  for (const pattern of [
    '[(?=]',
    '\\(?=',
    '\\Q(?=\\1\\E',
    'a+?b*?',
    '[[:alpha:]+]+',
    '\\\\1',
    '[]a]+',
    '(?i)a{2}b',
    '\\d+\\+',
  ]) {
    assert.deepEqual(mistakes(pattern), [], pattern)
  }
})

test('wrong syntax is under the caret too', () => {
  assert.deepEqual(mistakes('a[b'), ['E3010 [b'])
  assert.deepEqual(mistakes('*a'), ['E3010 *'])
  assert.equal(mistakes('(a').length, 1)
})

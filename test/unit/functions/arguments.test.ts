/** Constant arguments are checked when compiling; zones and hostile arguments when running. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { evaluateConstant, mistakesOf } from '../../support/evaluate-constant.ts'

test('wrong constants are mistakes of the program', () => {
  const cases: readonly [expression: string, message: RegExp][] = [
    ["json_value('{}', 'a')", /begins with `\$`/],
    ["json_value('{}', '$.a[*]')", /only json_query/],
    ["json_query('{}', '$.a[')", /character 5 of the path/],
    ["regexp_extract('a', '(')", /missing closing \)/],
    ["regexp_replace('a', '(?=x)', '')", /no look-ahead/],
    ["date_format(DATE '2026-11-20', 'YYYY')", /did you mean y/],
    ["date_format(TIMESTAMP '2026-11-20 00:00:00', 'HH Z')", /no zone/],
    ["to_timestamp('x', 'MM-dd')", /needs a year/],
    ["to_timestamp('x', 'yyyy-MM-dd Z')", /no zone/],
    ["to_timestamp_ltz('x', 'yyyy-MM-dd', 'Mars/Base')", /no such time zone/],
    ['to_timestamp_ltz(1, 9)', /0 \(seconds\) or 3/],
    ["parse_url('x', 'host')", /one of HOST/],
  ]
  for (const [expression, message] of cases)
    assert.match(mistakesOf(`${expression} IS NULL`).join('\n'), message, expression)
})

test("instants are shown and read in the source's zone", () => {
  const inShanghai = (expression: string): unknown => evaluateConstant(expression, 'Asia/Shanghai')
  assert.equal(inShanghai("date_format(to_timestamp_ltz(0, 3), 'yyyy-MM-dd HH:mm XXX')"), '1970-01-01 08:00 +08:00')
  assert.equal(inShanghai('from_unixtime(0)'), '1970-01-01 08:00:00')
  assert.equal(inShanghai("unix_timestamp('1970-01-01 08:00:00')"), 0n)
  assert.equal(inShanghai('hour(to_timestamp_ltz(0, 0))'), 8n)
  assert.equal(inShanghai("hour(TIMESTAMP '1970-01-01 00:00:00')"), 0n)
})

test('a regex that would never end by backtracking ends', () => {
  assert.equal(evaluateConstant(`regexp('${'a'.repeat(5000)}!', '^(a+)+$')`), false)
})

test('characters are code points everywhere', () => {
  assert.equal(evaluateConstant("substring('a😀b', 2, 1)"), '😀')
  assert.equal(evaluateConstant("right('a😀', 1)"), '😀')
  assert.equal(evaluateConstant("lpad('😀', 2, '😀')"), '😀😀')
  assert.equal(evaluateConstant("locate('b', '😀b')"), 2)
  assert.equal(evaluateConstant("replace('x', 'x', '$1')"), '$1')
})

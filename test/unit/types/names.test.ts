/** Types as text and back, equality, widening. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { isReserved, keywords } from '../../../grammar/tokens.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import { typeNamed } from '../../../src/types/names.ts'
import { sameType } from '../../../src/types/same.ts'
import { nameText, typeText } from '../../../src/types/text.ts'
import { arithmeticTypes, commonType, decimalResult, widens } from '../../../src/types/widen.ts'

const int: LogicalType = { kind: 'INT' }
const bigint: LogicalType = { kind: 'BIGINT' }
const float: LogicalType = { kind: 'FLOAT' }
const double: LogicalType = { kind: 'DOUBLE' }
const string: LogicalType = { kind: 'STRING' }

function decimal(precision: number, scale: number): Extract<LogicalType, { kind: 'DECIMAL' }> {
  return { kind: 'DECIMAL', precision, scale }
}

test('names with numbers make types, with their defaults', () => {
  const cases: readonly [name: string, parameters: readonly number[], text: string][] = [
    ['boolean', [], 'BOOLEAN'],
    ['Integer', [], 'INT'],
    ['DECIMAL', [], 'DECIMAL(10, 0)'],
    ['DECIMAL', [18], 'DECIMAL(18, 0)'],
    ['NUMERIC', [38, 38], 'DECIMAL(38, 38)'],
    ['VARCHAR', [20], 'VARCHAR(20)'],
    ['TIME', [], 'TIME(0)'],
    ['TIMESTAMP', [], 'TIMESTAMP(6)'],
    ['TIMESTAMP_LTZ', [3], 'TIMESTAMP_LTZ(3)'],
    ['json', [], 'JSON'],
  ]
  for (const [name, parameters, text] of cases) {
    const type = typeNamed(name, parameters)
    assert.ok('kind' in type, name)
    assert.equal(typeText(type), text)
  }
})

test('names and numbers out of range are problems, at the number', () => {
  const cases: readonly [name: string, parameters: readonly number[], parameter: number | null, problem: RegExp][] = [
    ['DECIMAL', [39], 0, /1 to 38 digits, not 39/],
    ['DECIMAL', [0], 0, /1 to 38/],
    ['DECIMAL', [5, 6], 1, /scale of DECIMAL\(5\) is 0 to 5, not 6/],
    ['DECIMAL', [5, 2, 1], 2, /takes two numbers/],
    ['INT', [11], 0, /takes nothing/],
    ['TIMESTAMP', [9], 0, /0 to 6 digits/],
    ['VARCHAR', [], null, /without a length/],
    ['VARCHAR', [0], 0, /length of 1/],
    ['DATETIME', [], null, /unknown type DATETIME/],
    ['__proto__', [], null, /unknown type/],
  ]
  for (const [name, parameters, parameter, problem] of cases) {
    const result = typeNamed(name, parameters)
    assert.ok('problem' in result, name)
    assert.equal(result.parameter, parameter, name)
    assert.match(result.problem, problem)
  }
})

test('nested types as text; names that are none are quoted', () => {
  const type: LogicalType = {
    kind: 'ROW',
    fields: [
      { name: 'id', type: bigint },
      { name: 'a`b', type: { kind: 'ARRAY', element: { kind: 'MAP', value: decimal(4, 2) } } },
    ],
  }
  assert.equal(typeText(type), 'ROW<id BIGINT, `a``b` ARRAY<MAP<STRING, DECIMAL(4, 2)>>>')
})

test('same is same in every parameter', () => {
  assert.ok(sameType(decimal(5, 2), decimal(5, 2)))
  assert.ok(!sameType(decimal(5, 2), decimal(5, 1)))
  assert.ok(!sameType({ kind: 'TIMESTAMP', precision: 3 }, { kind: 'TIMESTAMP_LTZ', precision: 3 }))
  assert.ok(!sameType({ kind: 'TIME', precision: 3 }, { kind: 'TIME', precision: 0 }))
  const row = (name: string): LogicalType => ({ kind: 'ROW', fields: [{ name, type: int }] })
  assert.ok(sameType(row('a'), row('a')))
  assert.ok(!sameType(row('a'), row('b')))
})

test('common types, symmetric', () => {
  const cases: readonly [LogicalType, LogicalType, string | null][] = [
    [{ kind: 'TINYINT' }, { kind: 'SMALLINT' }, 'SMALLINT'],
    [int, bigint, 'BIGINT'],
    [int, decimal(4, 2), 'DECIMAL(12, 2)'],
    [bigint, decimal(38, 10), 'DECIMAL(38, 10)'],
    [decimal(10, 0), decimal(5, 4), 'DECIMAL(14, 4)'],
    [decimal(5, 2), float, 'DOUBLE'],
    [bigint, float, 'FLOAT'],
    [float, double, 'DOUBLE'],
    [string, { kind: 'VARCHAR', length: 5 }, 'STRING'],
    [{ kind: 'VARCHAR', length: 7 }, { kind: 'VARCHAR', length: 5 }, 'VARCHAR(7)'],
    [{ kind: 'TIMESTAMP', precision: 3 }, { kind: 'TIMESTAMP', precision: 6 }, 'TIMESTAMP(6)'],
    [{ kind: 'TIMESTAMP', precision: 3 }, { kind: 'TIMESTAMP_LTZ', precision: 3 }, null],
    [{ kind: 'DATE' }, { kind: 'TIMESTAMP', precision: 3 }, null],
    [string, int, null],
    [string, { kind: 'JSON' }, null],
    [{ kind: 'ARRAY', element: int }, { kind: 'ARRAY', element: bigint }, 'ARRAY<BIGINT>'],
    [{ kind: 'MAP', value: int }, { kind: 'MAP', value: string }, null],
  ]
  for (const [left, right, expected] of cases) {
    for (const common of [commonType(left, right), commonType(right, left)]) {
      assert.equal(common && typeText(common), expected, `${typeText(left)}, ${typeText(right)}`)
    }
  }
})

test('widening goes one way', () => {
  assert.ok(widens(int, bigint) && !widens(bigint, int))
  assert.ok(widens(int, decimal(10, 0)) && !widens(bigint, decimal(10, 0)))
  assert.ok(widens(decimal(5, 2), double) && !widens(decimal(5, 2), float))
  assert.ok(widens({ kind: 'VARCHAR', length: 3 }, string) && !widens(string, { kind: 'VARCHAR', length: 3 }))
})

test("results of arithmetic over DECIMALs are SQL's, at most 38 digits", () => {
  const cases: readonly ['+' | '*' | '/' | '%', ReturnType<typeof decimal>, ReturnType<typeof decimal>, string][] = [
    ['+', decimal(5, 2), decimal(4, 3), 'DECIMAL(7, 3)'],
    ['*', decimal(5, 2), decimal(4, 3), 'DECIMAL(10, 5)'],
    ['/', decimal(5, 2), decimal(4, 3), 'DECIMAL(13, 7)'],
    ['%', decimal(5, 2), decimal(4, 3), 'DECIMAL(4, 3)'],
    ['*', decimal(38, 10), decimal(38, 10), 'DECIMAL(38, 6)'],
    ['+', decimal(38, 0), decimal(38, 0), 'DECIMAL(38, 0)'],
  ]
  for (const [operator, left, right, expected] of cases) {
    assert.equal(typeText(decimalResult(operator, left, right)), expected)
  }
  assert.equal(arithmeticTypes('/', { kind: 'INT' }, { kind: 'BIGINT' }).result.kind, 'BIGINT')
  assert.equal(typeText(arithmeticTypes('+', { kind: 'INT' }, decimal(4, 2)).result), 'DECIMAL(13, 2)')
})

test('a name stands in backticks where it is no word, or a reserved one', () => {
  assert.deepEqual(['a', 'a b', 'a`b', 'From', 'time'].map(nameText), ['a', '`a b`', '`a``b`', '`From`', 'time'])
  for (const word of Object.keys(keywords)) assert.equal(nameText(word).startsWith('`'), isReserved(word), word)
})

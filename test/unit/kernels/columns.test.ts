import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { takeColumn, type BoolColumn, type Column, type ColumnKind } from '../../../src/engine/column.ts'
import { compareColumns, compareWithConstant, type ComparisonOperator } from '../../../src/engine/kernels/compare.ts'
import { and, not, or } from '../../../src/engine/kernels/logic.ts'
import { whereMarked, whereTrue } from '../../../src/engine/kernels/select.ts'
import { allRows } from '../../../src/engine/selection.ts'
import { writeValue } from '../../../src/engine/values.ts'
import type { LogicalType } from '../../../src/types/logical.ts'
import type { Value } from '../../../src/types/value.ts'
import { newMemory } from './texts.ts'

type Truth = boolean | null
const truths: readonly Truth[] = [true, false, null]

function boolColumn(values: readonly Truth[]): BoolColumn {
  return {
    kind: 'bool',
    // What stands under a NULL must not matter.
    values: Uint8Array.from(values, (value) => (value === false ? 0 : 1)),
    valid: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  }
}

const truthsOf = (column: BoolColumn): Truth[] =>
  [...column.valid].map((valid, row) => (valid === 0 ? null : column.values[row] === 1))

test('AND, OR and NOT have the truth tables of SQL', () => {
  const pairs = truths.flatMap((left) => truths.map((right) => [left, right] as const))
  const left = boolColumn(pairs.map(([value]) => value))
  const right = boolColumn(pairs.map(([, value]) => value))
  const rows = allRows(pairs.length)
  const out = boolColumn(pairs.map(() => null))
  and(left, right, rows, out)
  assert.deepEqual(truthsOf(out), [true, false, null, false, false, false, null, false, null])
  or(left, right, rows, out)
  assert.deepEqual(truthsOf(out), [true, true, true, true, false, null, true, null, null])
  const negated = boolColumn(truths)
  not(negated, allRows(3), negated)
  assert.deepEqual(truthsOf(negated), [false, true, null])
})

test('a selection is narrowed by a condition or by marks', () => {
  const column = boolColumn([true, false, null, true, null, false])
  const selection = { rows: Int32Array.of(0, 1, 2, 4, 5), count: 5 }
  const rowsOf = ({ rows, count }: { rows: Int32Array; count: number }) => [...rows.subarray(0, count)]
  assert.deepEqual(rowsOf(whereTrue(column, selection)), [0])
  assert.deepEqual(rowsOf(whereMarked(column.valid, selection)), [0, 1, 5])
})

const operators: readonly ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>=']

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

/** The order of JavaScript's values; text by its UTF-8 bytes. */
function order(left: Value, right: Value): number {
  if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right as string))
  return (left as number) < (right as number) ? -1 : left === right ? 0 : 1
}

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, -1n, 1n, 2n ** 32n, 2n ** 31n, -(2n ** 31n), -(2n ** 32n)),
)
const kinds: readonly (readonly [ColumnKind, LogicalType, fc.Arbitrary<Value>])[] = [
  ['bool', { kind: 'BOOLEAN' }, fc.boolean()],
  ['i32', { kind: 'INT' }, fc.oneof(fc.integer(), fc.constantFrom(0, 1))],
  ['i64', { kind: 'BIGINT' }, int64],
  [
    'i128',
    { kind: 'DECIMAL', precision: 38, scale: 0 },
    fc.oneof(int64, fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n })),
  ],
  ['f64', { kind: 'DOUBLE' }, fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, 1.5))],
  [
    'bytes',
    { kind: 'STRING' },
    fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中', '🙂', '\uffee'), maxLength: 3 }),
  ],
]

for (const [kind, type, values] of kinds) {
  test(`${kind} columns compare as their values do`, () => {
    const pair = fc.tuple(fc.option(values), fc.option(values))
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 20 }), fc.constantFrom(...operators), (pairs, operator) => {
        const memory = newMemory()
        const column = (side: 0 | 1): Column => {
          const made = takeColumn(memory, kind, pairs.length)
          pairs.forEach((each, row) => writeValue(memory, made, type, row, each[side] as Value))
          return made
        }
        const left = column(0)
        const right = column(1)
        const out = takeColumn(memory, 'bool', pairs.length) as BoolColumn
        const expected = (rightOf: (row: number) => Value): Truth[] =>
          pairs.map(([a], row) => {
            const b = rightOf(row)
            return a === null || b === null ? null : holds(operator, order(a as Value, b))
          })
        compareColumns(operator, left, right, memory, allRows(pairs.length), out)
        assert.deepEqual(
          truthsOf(out),
          expected((row) => pairs[row][1] as Value),
        )
        compareWithConstant(operator, left, right, memory, allRows(pairs.length), out)
        assert.deepEqual(
          truthsOf(out),
          expected(() => pairs[0][1] as Value),
        )
      }),
    )
  })
}

/**
 * Calls of functions in SQL, nested at random, mean what call by value means: an interpreter of the generated trees, which knows
 * neither plan nor checker, is the oracle. The reference interpreter, which runs the plan, must agree as well.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { compile } from '../../src/compile.ts'
import { referenceRun } from '../reference/reference.ts'
import { batchOf } from '../support/batches.ts'
import { runEngine } from '../support/run-engine.ts'

/** Over two parameters, `a` and `b`. */
type Tree =
  | { readonly kind: 'parameter'; readonly name: 'a' | 'b' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: '+' | '/' | 'max' | 'or-zero'; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'call'; readonly callee: number; readonly left: Tree; readonly right: Tree }

/** An expression that calls only functions of lower numbers. */
function trees(callees: number): fc.Arbitrary<Tree> {
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.record({ kind: fc.constant('parameter' as const), name: fc.constantFrom('a' as const, 'b' as const) }),
      fc.record({ kind: fc.constant('constant' as const), value: fc.integer({ min: -2, max: 2 }) }),
      fc.record({
        kind: fc.constantFrom('+' as const, '/' as const, 'max' as const, 'or-zero' as const),
        left: tie('tree'),
        right: tie('tree'),
      }),
      ...(callees === 0
        ? []
        : [
            fc.record({
              kind: fc.constant('call' as const),
              callee: fc.nat(callees - 1),
              left: tie('tree'),
              right: tie('tree'),
            }),
          ]),
    ),
  }))
  return tree
}

function sqlOf(tree: Tree): string {
  switch (tree.kind) {
    case 'parameter':
      return tree.name
    case 'constant':
      return `(${tree.value})`
    case '+':
    case '/':
      return `(${sqlOf(tree.left)} ${tree.kind} ${sqlOf(tree.right)})`
    case 'max':
      return `CASE WHEN ${sqlOf(tree.left)} > ${sqlOf(tree.right)} THEN ${sqlOf(tree.left)} ELSE ${sqlOf(tree.right)} END`
    case 'or-zero':
      return `coalesce(TRY(${sqlOf(tree.left)}), ${sqlOf(tree.right)}, 0)`
    case 'call':
      return `f${tree.callee}(${sqlOf(tree.left)}, ${sqlOf(tree.right)})`
  }
}

class Failed extends Error {}

type Arguments = Readonly<Record<'a' | 'b', number | null>>

function valueOf(tree: Tree, given: Arguments, functions: readonly Tree[]): number | null {
  const value = (part: Tree): number | null => valueOf(part, given, functions)
  switch (tree.kind) {
    case 'parameter':
      return given[tree.name]
    case 'constant':
      return tree.value
    case '+':
    case '/': {
      const [left, right] = [value(tree.left), value(tree.right)]
      if (left === null || right === null) return null
      if (tree.kind === '/' && right === 0) throw new Failed()
      return inRange(tree.kind === '+' ? left + right : Math.trunc(left / right) + 0)
    }
    case 'max': {
      const [left, right] = [value(tree.left), value(tree.right)]
      return left !== null && right !== null && left > right ? left : right
    }
    case 'or-zero':
      return lenient(() => value(tree.left)) ?? value(tree.right) ?? 0
    case 'call':
      return valueOf(functions[tree.callee], { a: value(tree.left), b: value(tree.right) }, functions)
  }
}

function inRange(value: number): number {
  if (value < -(2 ** 31) || value >= 2 ** 31) throw new Failed()
  return value
}

function lenient(compute: () => number | null): number | null {
  try {
    return compute()
  } catch (error) {
    if (error instanceof Failed) return null
    throw error
  }
}

const programs = fc.record({
  functions: fc.tuple(trees(0), trees(1), trees(2)),
  derived: trees(3),
  records: fc.array(
    fc.record({
      a: fc.option(fc.integer({ min: -3, max: 3 })),
      b: fc.option(fc.constantFrom(-1, 0, 1, 2_147_483_647)),
    }),
    { minLength: 1, maxLength: 8 },
  ),
})

test('calls mean what they mean in any language', () => {
  let compiled = 0
  const property = fc.property(programs, ({ functions, derived, records }) => {
    const text = `
      ${functions.map((body, at) => `CREATE FUNCTION f${at}(a INT, b INT) RETURNS INT AS ${sqlOf(body)};`).join('\n')}
      CREATE SOURCE s WITH ('connector' = 'file', 'path' = 'in');
      CREATE STREAMING TABLE t (a INT, b INT, r INT AS ${sqlOf(derived)}) FROM s PARSE JSON;
      CREATE SINK out WITH ('connector' = 'print') AS SELECT * FROM t;`
    const { plan } = compile([{ path: 'spec.sql', text }])
    // A constant that overflows or divides by zero is a mistake.
    if (plan === null) return
    compiled++
    const values = records.map((record) => lenient(() => valueOf(derived, record, functions)))
    const fails = records.map((record) => {
      try {
        valueOf(derived, record, functions)
        return false
      } catch {
        return true
      }
    })
    const texts = records.map((record) => JSON.stringify(record))
    const run = runEngine(plan.sources[0], [batchOf(texts)])
    const expected = records.flatMap((record, at) => (fails[at] ? [] : [{ ...record, r: values[at] }]))
    assert.deepEqual(run.rows('out'), expected)
    assert.deepEqual(
      run.errors.map(({ code, record }) => ({ code, record })),
      fails.flatMap((failed, record) => (failed ? [{ code: 'EVAL', record }] : [])),
    )
    const raw = texts.map((each, offset) => ({
      value: Buffer.from(each),
      key: null,
      headers: [],
      timestampMs: 0,
      offset,
    }))
    const reference = referenceRun(plan, 's', raw, { topic: 'topic', partition: 0 })
    assert.deepEqual(reference.rows.get('out')?.map(({ row }) => row) ?? [], expected)
  })
  fc.assert(property, { numRuns: 200 })
  assert.ok(compiled > 100, `only ${compiled} programs compiled`)
})

/** Expressions without columns, from their SQL to their value, through parser, checker and the scalar implementations. */
import assert from 'node:assert/strict'
import { functionNamed } from '../../src/functions/index.ts'
import type { ExpressionNode } from '../../src/language/ast.ts'
import { makeBinder } from '../../src/language/check/expressions/bind.ts'
import { constantScope } from '../../src/language/check/expressions/scope.ts'
import { Reporter } from '../../src/language/check/reporter.ts'
import { parse } from '../../src/language/parse.ts'
import type { Expression } from '../../src/model/expression.ts'
import { Failure, type Value } from '../../src/types/value.ts'
import { attempt } from '../reference/bad-data.ts'
import { evaluate as evaluateOnRow } from '../reference/evaluate.ts'

/** The messages of what is wrong with an expression, with label and help; empty: nothing. */
export function mistakesOf(sql: string): readonly string[] {
  const report = new Reporter()
  makeBinder(constantScope('an example'), 'UTC', report).bind(conditionNode(sql))
  return report.diagnostics.map(({ message, label, help }) => [message, label, help].filter(Boolean).join(' | '))
}

/** Two expressions, widened to one type. */
export function evaluatePair(
  left: string,
  right: string,
  timeZone = 'UTC',
): readonly [Value | Failure, Value | Failure] {
  const bound = bindCondition(`coalesce(${left}, ${right}) IS NULL`)
  assert.ok(bound.kind === 'is-null' && bound.operand.kind === 'coalesce')
  const [first, second] = bound.operand.operands
  return [evaluate(first, timeZone), evaluate(second, timeZone)]
}

export function evaluateConstant(sql: string, timeZone = 'UTC'): Value | Failure {
  const bound = bindCondition(`(${sql}) IS NULL`)
  assert.equal(bound.kind, 'is-null')
  return evaluate(bound.operand, timeZone)
}

function bindCondition(sql: string): Expression {
  const report = new Reporter()
  const bound = makeBinder(constantScope('an example'), 'UTC', report).bind(conditionNode(sql))
  assert.deepEqual(
    report.diagnostics.map(({ message, label }) => `${message}: ${label}`),
    [],
    sql,
  )
  assert.ok(bound !== null && bound.kind !== 'untyped-null', sql)
  return bound
}

function conditionNode(sql: string): ExpressionNode {
  const text = `CREATE STREAMING TABLE t (a INT) FROM s PARSE JSON WHERE ${sql};`
  const { source, diagnostics } = parse({ path: 'example.sql', text })
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    [],
    sql,
  )
  const [statement] = source.statements
  assert.ok(statement.kind === 'create-table' && statement.where !== null)
  return statement.where
}

/** Calls by their scalar implementations, everything else as the reference interpreter does it. */
function evaluate(expression: Expression, timeZone: string): Value | Failure {
  if (expression.kind !== 'call') return evaluateByReference(expression, timeZone)
  const definition = functionNamed(expression.function)
  assert.ok(definition)
  const values = expression.arguments.map((part) => evaluate(part, timeZone))
  const failure = values.find((value) => value instanceof Failure)
  if (failure !== undefined) return failure
  if (definition.nulls === 'propagate' && values.includes(null)) return null
  const implementation = definition.bind({
    argumentTypes: expression.arguments.map(({ type }) => type),
    resultType: expression.type,
    constants: expression.arguments.map((part) => (part.kind === 'literal' ? part.value : undefined)),
    timeZone,
  })
  const value = implementation(...(values as Value[]))
  assert.ok(definition.canFail || !(value instanceof Failure), `${definition.name} says that it cannot fail`)
  return value
}

function evaluateByReference(expression: Expression, timeZone: string): Value | Failure {
  const none = (): never => assert.fail('a constant reads no row')
  const row = { timeZone, column: none, field: none, document: none, raw: none, metadata: none }
  return attempt(
    () => evaluateOnRow(expression, row),
    ({ message }) => new Failure(message),
  )
}

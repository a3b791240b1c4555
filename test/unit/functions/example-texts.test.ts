/** Every example, laid out by the formatter, still says the same; and expressions as texts. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { allForms } from '../../../src/functions/forms.ts'
import { allFunctions } from '../../../src/functions/index.ts'
import type { ExpressionNode } from '../../../src/language/ast.ts'
import { makeBinder } from '../../../src/language/check/expressions/bind.ts'
import { constantScope } from '../../../src/language/check/expressions/scope.ts'
import { Reporter } from '../../../src/language/check/reporter.ts'
import { format } from '../../../src/language/format/index.ts'
import { parse } from '../../../src/language/parse.ts'
import type { Expression } from '../../../src/model/expression.ts'
import { expressionText } from '../../../src/model/sql.ts'

const expressions = [...allForms, ...allFunctions].flatMap(({ examples }) =>
  examples.map(({ expression }) => expression),
)

function fileOf(expression: string): { readonly path: string; readonly text: string } {
  return {
    path: 'example.sql',
    text: `CREATE STREAMING TABLE t (a INT) FROM s PARSE JSON WHERE (${expression}) IS NULL;`,
  }
}

function conditionIn(text: string): ExpressionNode {
  const { source, diagnostics } = parse({ path: 'example.sql', text })
  assert.deepEqual(diagnostics, [], text)
  const [statement] = source.statements
  assert.ok(statement.kind === 'create-table' && statement.where !== null)
  return statement.where
}

function bound(text: string): Expression {
  const report = new Reporter()
  const expression = makeBinder(constantScope('an example'), 'UTC', report).bind(conditionIn(text))
  assert.deepEqual(
    report.diagnostics.map(({ message }) => message),
    [],
    text,
  )
  assert.ok(expression !== null && expression.kind === 'is-null')
  return expression.operand
}

test('the formatter keeps it, and formats its own text as it is', () => {
  for (const expression of expressions) {
    const file = fileOf(expression)
    const formatted = format(file)
    assert.ok('text' in formatted, expression)
    assert.deepEqual(bound(formatted.text), bound(file.text), expression)
    assert.deepEqual(format({ path: file.path, text: formatted.text }), formatted, expression)
  }
})

test('the clauses of JSON functions are shown as written', () => {
  const texts = [
    "json_value('{}', '$.a')",
    "json_value('{}', '$.a' RETURNING INT DEFAULT -1 ON EMPTY ERROR ON ERROR)",
    "json_query('{}', '$.a' WITH CONDITIONAL WRAPPER EMPTY ARRAY ON EMPTY EMPTY OBJECT ON ERROR)",
    "json_query('{}', '$.a' WITHOUT WRAPPER)",
    "json_exists('{}', '$.a' UNKNOWN ON ERROR)",
    "json_object('a' VALUE 1, 'b' VALUE json_array(1, 2 NULL ON NULL) ABSENT ON NULL)",
  ]
  for (const text of texts) assert.equal(expressionText(bound(fileOf(text).text)), text)
})

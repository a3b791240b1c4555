/** The same examples through the compiler and the engine, whose kernels have ways of their own. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { FunctionExample } from '../../../src/functions/definition.ts'
import { allForms } from '../../../src/functions/forms.ts'
import { allFunctions } from '../../../src/functions/index.ts'
import { batchOf } from '../../support/batches.ts'
import { tableOf } from '../../support/compiled.ts'
import { runEngine } from '../../support/run-engine.ts'

const examples = [...allForms, ...allFunctions].flatMap((entry): readonly FunctionExample[] => entry.examples)

/** Nested values have no `=`. */
function sameAs(expression: string, result: string): string {
  if (result === 'NULL') return `(${expression}) IS NULL`
  if (/^(ARRAY|MAP|ROW|CAST.* AS (ARRAY|MAP|ROW))\b/.test(result))
    return `array_contains(ARRAY[${expression}], ${result})`
  return `(${expression}) IS NOT DISTINCT FROM (${result})`
}

test('results', () => {
  const results = examples.filter(({ result }) => result !== undefined)
  const columns = results.map(({ expression, result }, index) => `e${index} BOOLEAN AS ${sameAs(expression, result!)}`)
  const { rows, errors } = runEngine(tableOf(columns.join(',\n')), [batchOf(['{}'])])
  assert.deepEqual(
    errors.map(({ column, message }) => `${column}: ${message}`),
    [],
  )
  const [row] = rows('out')
  const wrong = results.filter((_, index) => row[`e${index}`] !== true)
  assert.deepEqual(
    wrong.map(({ expression, result }) => `${expression} is not ${result!}`),
    [],
  )
})

test('failures', () => {
  for (const { expression, failure } of examples) {
    if (failure === undefined) continue
    const { errors } = runEngine(tableOf(`e BOOLEAN AS (${expression}) IS NULL`), [batchOf(['{}'])])
    assert.deepEqual(
      errors.map(({ code, message }) => `${code}: ${message}`),
      [`EVAL: ${failure}`],
      expression,
    )
  }
})

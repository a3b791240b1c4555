/** Every example of every function gives what it says; and what the entries must have in common. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { inspect } from 'node:util'
import { allForms } from '../../../src/functions/forms.ts'
import { allFunctions, functionNamed, functionNames } from '../../../src/functions/index.ts'
import { valuesEqual } from '../../../src/types/conversion/equal.ts'
import { Failure } from '../../../src/types/value.ts'
import { evaluateConstant, evaluatePair } from '../../support/evaluate-constant.ts'

const entries = [...allFunctions, ...allForms.map(({ title, examples }) => ({ name: title, examples }))]

for (const { name, examples } of entries) {
  for (const { expression, result, failure } of examples) {
    test(`${name}: ${expression}`, () => {
      if (failure !== undefined) {
        const value = evaluateConstant(expression)
        assert.ok(value instanceof Failure, `no failure but ${inspect(value)}`)
        // The reference interpreter has words of its own for what no function does.
        if (functionNamed(name) !== undefined) assert.equal(value.message, failure)
        return
      }
      assert.ok(result !== undefined, 'an example has a result or a failure')
      const [actual, expected] = evaluatePair(expression, result)
      assert.ok(!(actual instanceof Failure), `failed: ${actual instanceof Failure ? actual.message : ''}`)
      assert.ok(!(expected instanceof Failure))
      assert.ok(valuesEqual(actual, expected), `${inspect(actual)} is not ${inspect(expected)}`)
    })
  }
}

test('every function has an example and a name of its own', () => {
  const names = allFunctions.flatMap(({ name, aliases }) => [name, ...aliases])
  assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted())
  assert.deepEqual([...functionNames()].toSorted(), names.toSorted())
  for (const { name, examples } of allFunctions) assert.ok(examples.length > 0, name)
})

test('every function shows what NULL gives, and how it fails', () => {
  const neverNull = new Set(['array', 'is_json', 'json_array', 'json_object', 'map', 'row'])
  for (const { name, canFail, examples } of allFunctions) {
    assert.ok(neverNull.has(name) || examples.some(({ result }) => result === 'NULL'), `${name}: NULL`)
    assert.ok(!canFail || examples.some(({ failure }) => failure !== undefined), `${name}: a failure`)
  }
})

test('names are found in any case; names of objects are no functions', () => {
  assert.equal(functionNamed('LOWER')?.name, 'lower')
  assert.equal(functionNamed('Day')?.name, 'dayofmonth')
  assert.equal(functionNamed('__proto__'), undefined)
  assert.equal(functionNamed('constructor'), undefined)
})

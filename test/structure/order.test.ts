/** The order in which test files begin (test/order.ts). */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import test from 'node:test'
import { inOrder, longest } from '../order.ts'

test('the files that begin first are there', () => {
  assert.deepEqual(
    longest.filter((file) => !existsSync(file)),
    [],
  )
})

test('all files, the longest first, the others as they were', () => {
  const [first, second] = longest
  assert.deepEqual(inOrder(['b', second, 'a', first]), [first, second, 'b', 'a'])
})

import assert from 'node:assert/strict'
import test from 'node:test'
import { errorAllowance } from '../../../../src/runtime/errors/error-allowance.ts'

test("a minute's worth at once, then so many a second", () => {
  let nowMs = 0
  const allow = errorAllowance(10, () => nowMs)
  assert.equal(allow(500), 500)
  assert.equal(allow(500), 100)
  assert.equal(allow(500), 0)
  nowMs = 1_550
  assert.equal(allow(500), 15)
  nowMs = 1_650
  assert.equal(allow(500), 1, 'halves are saved')
  nowMs = 3_600_000
  assert.equal(allow(10_000), 600, 'no more than a minute is saved')
})

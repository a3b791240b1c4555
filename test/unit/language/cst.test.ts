import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { cstTypes } from '../../../grammar/generate-cst.ts'

test('grammar/cst.ts is what `npm run build:cst` writes', () => {
  assert.equal(readFileSync(new URL('../../../grammar/cst.ts', import.meta.url), 'utf8'), cstTypes())
})

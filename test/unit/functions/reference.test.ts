/** `docs/functions.md` is what the entries say. `npm run docs:functions` writes it. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import { functionReference } from '../../../src/functions/reference.ts'

const path = new URL('../../../docs/functions.md', import.meta.url)

test('docs/functions.md is current', () => {
  const text = functionReference()
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text)
  assert.equal(readFileSync(path, 'utf8'), text, 'run `npm run docs:functions`')
})

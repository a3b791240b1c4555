/** `docs/options.md` is what the schemas say. `npm run docs:options` writes it. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import { optionReference } from '../../../src/options/reference.ts'

const path = new URL('../../../docs/options.md', import.meta.url)

test('docs/options.md is current', () => {
  const text = optionReference()
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text)
  assert.equal(readFileSync(path, 'utf8'), text, 'run `npm run docs:options`')
})

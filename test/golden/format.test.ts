/** The one style: `format/<case>/input.sql` and what becomes of it. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { format } from '../../src/language/format/index.ts'
import { goldenCases } from './golden.ts'

for (const golden of goldenCases('format')) {
  test(`format: ${golden.name}`, () => {
    const result = format({ path: 'input.sql', text: golden.read('input.sql') })
    assert.ok('text' in result, JSON.stringify('mistakes' in result ? result.mistakes.map(({ message }) => message) : []))
    golden.expect('expected.sql', result.text)
  })
}

test('the schemas that people copy from are in the style', () => {
  const root = new URL('../../', import.meta.url).pathname
  for (const path of globSync('schemas/**/*.sql', { cwd: root })) {
    const text = readFileSync(root + path, 'utf8')
    assert.deepEqual(format({ path, text }), { text }, `run \`sluice fmt ${path}\``)
  }
})

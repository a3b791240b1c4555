/** Every page's example gets exactly its code, the mended one does not; `docs/errors.md` is what the pages say. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import { compile } from '../../../src/compile.ts'
import type { DiagnosticCode } from '../../../src/language/codes.ts'
import { codePages, findCode, nearestCode } from '../../../src/language/codes/index.ts'
import { examplePrelude } from '../../../src/language/codes/page.ts'
import { errorReference } from '../../../src/language/codes/reference.ts'
import { format } from '../../../src/language/format/index.ts'

function diagnosticsOf(text: string, patterns = '') {
  const files = [
    { path: 'prelude.sql', text: examplePrelude },
    { path: 'example.sql', text },
  ]
  return compile(files, (path) =>
    path === 'patterns/shop'
      ? { files: [{ path, text: patterns }], problem: null }
      : { files: null, problem: 'no such file' },
  ).diagnostics
}

const pages = Object.entries(codePages) as [DiagnosticCode, (typeof codePages)[DiagnosticCode]][]

for (const [code, { example, mended, patterns }] of pages) {
  test(`${code}: the example gets it, and is mended`, () => {
    const found = diagnosticsOf(example, patterns?.example).map((each) => each.code)
    assert.deepEqual([...new Set(found)], [code])
    const left = diagnosticsOf(mended, patterns?.mended).filter(
      (each) => each.severity === 'error' || each.code === code,
    )
    assert.deepEqual(left, [])
    assert.notDeepEqual([example, patterns?.example], [mended, patterns?.mended])
  })

  test(`${code}: the examples are in the one style`, () => {
    assert.deepEqual(format({ path: 'mended.sql', text: mended }), { text: mended })
    const written = format({ path: 'example.sql', text: example })
    if ('text' in written) assert.equal(written.text, example)
  })
}

test('codes are found as people write them', () => {
  assert.equal(findCode('e2004'), 'E2004')
  assert.equal(findCode('error[W2003]:'), 'W2003')
  assert.equal(findCode('E9999'), null)
  assert.equal(nearestCode('E204'), 'E2004')
  assert.equal(nearestCode('nonsense'), null)
})

test('docs/errors.md is current', () => {
  const path = new URL('../../../docs/errors.md', import.meta.url)
  const text = errorReference()
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text)
  assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : '', text, 'run `npm run docs:errors`')
})

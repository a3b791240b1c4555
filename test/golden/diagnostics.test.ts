/** Whole rendered messages: `diagnostics/<case>/*.sql` are the files of one project, `expected.txt` what the compiler says to them. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { compile } from '../../src/compile.ts'
import type { ReadPatterns } from '../../src/grok/pattern-files.ts'
import { diagnosticCodes } from '../../src/language/codes.ts'
import { renderDiagnostics } from '../../src/language/render.ts'
import { goldenCases } from './golden.ts'

const area = new URL('diagnostics/', import.meta.url)

for (const golden of goldenCases('diagnostics')) {
  test(`diagnostics: ${golden.name}`, () => {
    const names = readdirSync(new URL(`${golden.name}/`, area)).filter((name) => name.endsWith('.sql'))
    const files = names.toSorted().map((path) => ({ path, text: golden.read(path) }))
    const readPatterns: ReadPatterns = (path) =>
      existsSync(new URL(`${golden.name}/${path}`, area))
        ? { files: [{ path, text: golden.read(path) }], problem: null }
        : { files: null, problem: 'no such file or folder' }
    const { diagnostics, plan } = compile(files, readPatterns)
    assert.equal(plan === null, diagnostics.some(({ severity }) => severity === 'error'))
    golden.expect('expected.txt', renderDiagnostics(diagnostics, { color: false }))
  })
}

test('every code but those of the syntax has a case', () => {
  const texts = readdirSync(area).map((name) => readFileSync(new URL(`${name}/expected.txt`, area), 'utf8'))
  const seen = new Set(texts.flatMap((text) => [...text.matchAll(/^(?:error|warning)\[(\w+)\]/gm)].map((match) => match[1])))
  const codes = Object.keys(diagnosticCodes).filter((code) => !code.startsWith('E1'))
  assert.deepEqual(codes.filter((code) => !seen.has(code)), [])
})

test('forty mistakes in three files are all reported in one run', () => {
  const text = readFileSync(new URL('forty-mistakes/expected.txt', area), 'utf8')
  assert.ok(text.split(/^error\[/m).length - 1 >= 40)
})

/** Programs without a mistake, and their syntax trees. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { parse } from '../../src/language/parse.ts'
import { lineColumn, type Span } from '../../src/language/source.ts'
import { goldenCases } from './golden.ts'

for (const golden of goldenCases('parse')) {
  test(`parse: ${golden.name}`, () => {
    const { source, diagnostics } = parse({ path: 'input.sql', text: golden.read('input.sql') })
    assert.deepEqual(diagnostics, [])
    golden.expect('expected.json', `${JSON.stringify(source.statements, compactSpan, 2)}\n`)
  })
}

/** `line:column-line:column` in place of a span. */
function compactSpan(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('file' in value)) return value
  const { file, start, end } = value as Span
  const [from, to] = [lineColumn(file, start), lineColumn(file, end)]
  return `${from.line}:${from.column}-${to.line}:${to.column}`
}

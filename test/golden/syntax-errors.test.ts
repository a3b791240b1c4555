/** Syntax errors, their whole texts; and that a mistake in one statement leaves the others. */
import test from 'node:test'
import { parse } from '../../src/language/parse.ts'
import { renderDiagnostics } from '../../src/language/render.ts'
import { counted } from '../../src/cli/compile-project.ts'
import { goldenCases } from './golden.ts'

for (const golden of goldenCases('syntax-errors')) {
  test(`syntax error: ${golden.name}`, () => {
    const { source, diagnostics } = parse({ path: 'input.sql', text: golden.read('input.sql') })
    const kept = source.statements.map((each) => each.kind).join(', ') || 'nothing'
    const summary = `${counted(diagnostics.length, 'error')}; read: ${kept}\n`
    golden.expect('expected.txt', `${renderDiagnostics(diagnostics, { color: false })}\n${summary}`)
  })
}

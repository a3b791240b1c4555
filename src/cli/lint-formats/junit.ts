/** Findings as a JUnit report: a test case for each file, which fails with its errors. */
import type { Diagnostic } from '../../language/diagnostic.ts'
import { renderDiagnostics } from '../../language/render.ts'
import { xmlText } from '../xml.ts'

export function junitFindings(diagnostics: readonly Diagnostic[], files: readonly string[]): string {
  const byFile = Map.groupBy(diagnostics, (diagnostic) => diagnostic.span.file.path)
  const cases = files.map((file) => testCase(file, byFile.get(file) ?? []))
  const failures = files.filter((file) => errorsOf(byFile.get(file) ?? []).length > 0).length
  const counts = `tests="${files.length}" failures="${failures}" errors="0"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="sluice lint" ${counts}>
${cases.join('\n')}
  </testsuite>
</testsuites>
`
}

function testCase(file: string, diagnostics: readonly Diagnostic[]): string {
  const errors = errorsOf(diagnostics)
  const name = `    <testcase name="${xmlText(file)}" classname="sluice.lint"`
  if (diagnostics.length === 0) return `${name}/>`
  const text = xmlText(renderDiagnostics(diagnostics, { color: false }))
  const content =
    errors.length > 0
      ? `<failure message="${xmlText(errors.map(({ code, message }) => `${code}: ${message}`).join('; '))}">${text}</failure>`
      : `<system-out>${text}</system-out>`
  return `${name}>\n      ${content}\n    </testcase>`
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
}

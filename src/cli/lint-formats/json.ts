/** Findings as one JSON array, for scripts and editors. Places are 1-based, the end exclusive. */
import type { Diagnostic } from '../../language/diagnostic.ts'
import { lineColumn } from '../../language/source.ts'
import type { Span } from '../../language/source.ts'

export function jsonFindings(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(diagnostics.map(finding), null, 2)}\n`
}

function finding(diagnostic: Diagnostic): object {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    label: diagnostic.label ?? null,
    help: diagnostic.help ?? null,
    ...place(diagnostic.span),
    related: (diagnostic.related ?? []).map(({ span, label }) => ({ label, ...place(span) })),
  }
}

function place(span: Span): object {
  const start = lineColumn(span.file, span.start)
  const end = lineColumn(span.file, span.end)
  return {
    file: span.file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}

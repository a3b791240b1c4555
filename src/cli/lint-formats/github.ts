/** Findings as workflow commands: GitHub shows them beside the changed lines. https://docs.github.com/actions/reference/workflow-commands */
import type { Diagnostic } from '../../language/diagnostic.ts'
import { lineColumn } from '../../language/source.ts'

export function githubFindings(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${command(diagnostic)}\n`).join('')
}

function command({ code, severity, span, message, label, help }: Diagnostic): string {
  const start = lineColumn(span.file, span.start)
  const end = lineColumn(span.file, span.end)
  const properties = {
    file: span.file.path,
    line: start.line,
    endLine: end.line,
    col: start.column,
    ...(start.line === end.line ? { endColumn: end.column } : {}),
    title: code,
  }
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  const text = [message, label, help === undefined ? undefined : `help: ${help}`].filter((part) => part !== undefined)
  return `::${severity} ${list.join(',')}::${escapeData(text.join('\n'))}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

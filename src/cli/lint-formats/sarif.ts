/** Findings as SARIF 2.1.0, which code-scanning services read. https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import type { Diagnostic } from '../../language/diagnostic.ts'
import { diagnosticCodes } from '../../language/codes.ts'
import { lineColumn } from '../../language/source.ts'
import type { Span } from '../../language/source.ts'

export function sarifFindings(diagnostics: readonly Diagnostic[]): string {
  const codes = [...new Set(diagnostics.map((diagnostic) => diagnostic.code))].toSorted()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sluice',
            rules: codes.map((id) => ({ id, shortDescription: { text: diagnosticCodes[id] } })),
          },
        },
        columnKind: 'unicodeCodePoints',
        results: diagnostics.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function result({ code, severity, message, label, help, span, related = [] }: Diagnostic, ruleIndex: number): object {
  const text = [message, label, help === undefined ? undefined : `help: ${help}`].filter((part) => part !== undefined)
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: text.join('\n') },
    locations: [location(span)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((place) => ({ ...location(place.span), message: { text: place.label } })) }),
  }
}

function location(span: Span): object {
  const start = lineColumn(span.file, span.start)
  const end = lineColumn(span.file, span.end)
  return {
    physicalLocation: {
      artifactLocation: { uri: span.file.path.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  }
}

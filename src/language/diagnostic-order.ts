/** The order in which diagnostics are told: by file, position, then code. */
import type { Diagnostic } from './diagnostic.ts'

export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compareText(a.span.file.path, b.span.file.path) || a.span.start - b.span.start || compareText(a.code, b.code),
  )
}

/** By UTF-16 code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

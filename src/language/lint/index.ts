/** Lints: what compiles but will hurt. Run only on programs without an error. `SET 'lint.W2003' = 'off'` silences one. */
import type { SourceText } from '../ast.ts'
import type { Checked } from '../check/index.ts'
import { Reporter } from '../check/reporter.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { lintFilters } from './filters.ts'
import { lintSinks } from './sinks.ts'
import { lintTables } from './tables.ts'
import { lintZones } from './zones.ts'

/** By file and place. */
export function lint(checked: Checked, texts: readonly SourceText[]): readonly Diagnostic[] {
  const report = new Reporter()
  lintTables(checked, report)
  lintFilters(checked, report)
  lintSinks(checked, report)
  lintZones(checked, texts, report)
  return report.diagnostics
}

/** Without the warnings, of lints and checker, that the project's settings silence. Errors cannot be silenced. */
export function withoutSilenced(
  diagnostics: readonly Diagnostic[],
  texts: readonly SourceText[],
): readonly Diagnostic[] {
  const silenced = new Set(
    texts
      .flatMap(({ statements }) => statements)
      .flatMap((set) => (set.kind === 'set' && set.value.value === 'off' ? [set.key.value] : [])),
  )
  return diagnostics.filter(({ severity, code }) => severity === 'error' || !silenced.has(`lint.${code}`))
}

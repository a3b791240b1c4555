/** Lints: what compiles but will hurt. Run only on programs without an error. */
import type { SourceText } from '../ast.ts'
import type { Checked } from '../check/index.ts'
import { Reporter } from '../check/reporter.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { lintFilters } from './filters.ts'
import { lintFunctions } from './functions.ts'
import { lintIgnores } from './levels.ts'
import { lintNulls } from './nulls.ts'
import { lintOverlaps, lintTests } from './overlaps.ts'
import { lintRegexes } from './regexes.ts'
import { lintSecrets } from './secrets.ts'
import { lintSinks } from './sinks.ts'
import { lintTables } from './tables.ts'
import { lintUnreachable } from './unreachable.ts'
import { lintZones } from './zones.ts'

/** By file and place. */
export function lint(checked: Checked, texts: readonly SourceText[]): readonly Diagnostic[] {
  const report = new Reporter()
  lintTables(checked, report)
  lintFilters(checked, report)
  lintSinks(checked, report)
  lintUnreachable(checked, report)
  lintOverlaps(checked, report)
  lintTests(checked, report)
  lintFunctions(texts, report)
  lintZones(checked, texts, report)
  lintNulls(texts, report)
  lintRegexes(texts, report)
  lintSecrets(texts, report)
  lintIgnores(texts, report)
  return report.diagnostics
}

/** What becomes of lints: `SET 'lint.W2003' = 'error' | 'warning' | 'off'` for a project, `-- sluice:ignore W2003` for a line. */
import type { SourceText } from '../ast.ts'
import { didYouMean } from '../check/nearest.ts'
import type { Reporter } from '../check/reporter.ts'
import { defaultLintLevel, isLintCode, lintCodes, lintLevels, type LintLevel } from '../codes/levels.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { lineColumn, type SourceFile } from '../source.ts'

/** Diagnostics at the levels that the project gives them; those that are off or ignored left out. Mistakes stay mistakes. */
export function atTheirLevels(diagnostics: readonly Diagnostic[], texts: readonly SourceText[]): readonly Diagnostic[] {
  const levels = levelsSet(texts)
  const ignored = ignoredLines(texts)
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.severity === 'error') return [diagnostic]
    const level = levels.get(diagnostic.code) ?? defaultLintLevel(diagnostic.code)
    const { file, start } = diagnostic.span
    const isIgnored = ignored.get(file)?.has(`${diagnostic.code} ${lineColumn(file, start).line}`) === true
    return level === 'off' || isIgnored ? [] : [{ ...diagnostic, severity: level }]
  })
}

function levelsSet(texts: readonly SourceText[]): ReadonlyMap<string, LintLevel> {
  const levels = new Map<string, LintLevel>()
  for (const set of texts.flatMap(({ statements }) => statements)) {
    if (set.kind !== 'set' || !set.key.value.startsWith('lint.')) continue
    const level = lintLevels.find((each) => each === set.value.value.toLowerCase())
    if (level !== undefined) levels.set(set.key.value.slice('lint.'.length), level)
  }
  return levels
}

/** By file: `W2003 17`, the code and the line. */
function ignoredLines(texts: readonly SourceText[]): ReadonlyMap<SourceFile, ReadonlySet<string>> {
  return new Map(
    texts.map(({ file, ignores }) => [file, new Set(ignores.map(({ code, line }) => `${code.toUpperCase()} ${line}`))]),
  )
}

/** A code that is none ignores nothing. */
export function lintIgnores(texts: readonly SourceText[], report: Reporter): void {
  for (const { code, span } of texts.flatMap(({ ignores }) => ignores)) {
    if (isLintCode(code.toUpperCase())) continue
    report.warning('W1003', span, `\`${code}\` is no lint`, {
      label: 'ignores nothing',
      help: /^e\d/i.test(code)
        ? 'a mistake cannot be ignored; lints begin with W'
        : (didYouMean(code.toUpperCase(), lintCodes) ?? '`sluice explain-code` lists all codes'),
    })
  }
}

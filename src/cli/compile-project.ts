/** Paths to a compiled project: what several commands begin with. Findings are shown; a program with errors is null. */
import { compile } from '../compile.ts'
import type { Diagnostic } from '../language/diagnostic.ts'
import { renderDiagnostics } from '../language/render.ts'
import type { SourceFile } from '../language/source.ts'
import type { Model } from '../model/model.ts'
import type { Plan } from '../plan/plan.ts'
import { programName } from './program-name.ts'
import { readPatterns } from './pattern-files.ts'
import { readProject } from './project.ts'
import type { Terminal } from './terminal.ts'

export interface CompiledProject {
  readonly files: readonly SourceFile[]
  readonly model: Model
  readonly plan: Plan
}

/** Errors and warnings go to stderr. Raises UsageError where files cannot be read. */
export function compileProject(paths: readonly string[], terminal: Terminal): CompiledProject | null {
  const files = readProject(paths)
  const { model, plan, diagnostics } = compile(files, readPatterns)
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
  // Warnings alone do not stand between a person and the result: `sluice lint` shows them.
  showDiagnostics(errors.length > 0 || terminal.verbose ? diagnostics : [], terminal)
  if (plan === null) return null
  const warningCount = diagnostics.length
  if (warningCount > 0 && !terminal.verbose) {
    terminal.log.warning(
      `${counted(warningCount, 'lint finding')}: \`${programName} lint\` shows ${warningCount === 1 ? 'it' : 'them'}`,
    )
  }
  return { files, model, plan }
}

function showDiagnostics(diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  if (diagnostics.length === 0) return
  if (terminal.log.format === 'json') {
    for (const { code, severity, message } of diagnostics) {
      if (severity === 'error') terminal.log.error(`${code}: ${message}`)
      else terminal.log.warning(`${code}: ${message}`)
    }
    return
  }
  process.stderr.write(renderDiagnostics(diagnostics, { color: terminal.colourErr }))
}

/** "1 file", "2 files"; the plural with s. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}

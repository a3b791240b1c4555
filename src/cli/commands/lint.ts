/** `sluice lint`: every mistake and lint of all files at once. Exit 1 with errors, or more warnings than allowed. */
import { writeFileSync } from 'node:fs'
import { compile } from '../../compile.ts'
import type { Diagnostic } from '../../language/diagnostic.ts'
import { renderDiagnostics } from '../../language/render.ts'
import { counted } from '../compile-project.ts'
import { causeOf } from '../../connectors/system-error.ts'
import { ExitCode, UsageError } from '../failure.ts'
import { githubFindings } from '../lint-formats/github.ts'
import { jsonFindings } from '../lint-formats/json.ts'
import { junitFindings } from '../lint-formats/junit.ts'
import { sarifFindings } from '../lint-formats/sarif.ts'
import { readPatterns } from '../pattern-files.ts'
import { readProject } from '../project.ts'
import type { Terminal } from '../terminal.ts'

export interface LintOptions {
  readonly format: LintFormat
  readonly output?: string
  readonly maxWarnings?: number
}

type LintFormat = 'human' | 'json' | 'github' | 'sarif' | 'junit'

type Render = (diagnostics: readonly Diagnostic[], files: readonly string[], colour: boolean) => string

const renderers: Readonly<Record<LintFormat, Render>> = {
  human: (diagnostics, _files, colour) => renderDiagnostics(diagnostics, { color: colour }),
  json: (diagnostics) => jsonFindings(diagnostics),
  github: (diagnostics) => githubFindings(diagnostics),
  sarif: (diagnostics) => sarifFindings(diagnostics),
  junit: (diagnostics, files) => junitFindings(diagnostics, files),
}

export async function lint(paths: readonly string[], options: LintOptions, terminal: Terminal): Promise<number> {
  const files = readProject(paths)
  const { diagnostics } = compile(files, readPatterns)
  const colour = options.output === undefined && terminal.colourOut
  const text = renderers[options.format](
    diagnostics,
    files.map((file) => file.path),
    colour,
  )
  if (options.output === undefined) terminal.out(text)
  else writeFindings(options.output, text)

  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
  const warnings = diagnostics.length - errors
  const tooMany = options.maxWarnings !== undefined && warnings > options.maxWarnings
  const findings =
    errors + warnings === 0 ? 'no findings' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`
  terminal.say(
    `${counted(files.length, 'file')}: ${findings}${tooMany ? ` (at most ${options.maxWarnings} allowed)` : ''}\n`,
  )
  return errors > 0 || tooMany ? ExitCode.findings : ExitCode.fine
}

function writeFindings(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`cannot write \`${path}\`: ${causeOf(error)}`)
  }
}

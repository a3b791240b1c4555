/** `sluice fmt`: the one style. Writes the files that differ from it; files that do not parse are left alone, and said. */
import { writeFileSync } from 'node:fs'
import { causeOf } from '../../connectors/system-error.ts'
import type { Diagnostic } from '../../language/diagnostic.ts'
import { format } from '../../language/format/index.ts'
import { renderDiagnostics } from '../../language/render.ts'
import type { SourceFile } from '../../language/source.ts'
import { counted } from '../compile-project.ts'
import { ExitCode, UsageError } from '../failure.ts'
import { readProject } from '../project.ts'
import type { Terminal } from '../terminal.ts'
import { unifiedDiff } from '../unified-diff.ts'

export interface FmtOptions {
  /** Writes nothing; a file that is not in the style is a finding. */
  readonly check?: boolean
  /** Writes nothing; shows what would change. */
  readonly diff?: boolean
}

interface Change {
  readonly file: SourceFile
  readonly text: string
}

export async function fmt(paths: readonly string[], options: FmtOptions, terminal: Terminal): Promise<number> {
  if (paths.includes('-') && paths.length > 1) throw new UsageError('`-` (standard input) goes with no other path')
  const files = readProject(paths)
  const results = files.map((file) => ({ file, result: format(file) }))
  const mistakes = results.flatMap(({ result }) => ('mistakes' in result ? result.mistakes : []))
  const readable = results.flatMap(({ file, result }) => ('text' in result ? [{ file, text: result.text }] : []))
  const changes = readable.filter(({ file, text }) => text !== file.text)

  const onlyLooks = options.check === true || options.diff === true
  if (options.diff === true) terminal.out(changes.map((change) => diffOf(change, terminal.colourOut)).join(''))
  else if (options.check === true) terminal.out(changes.map(({ file }) => `${file.path}\n`).join(''))
  else if (paths.includes('-')) terminal.out(readable.map(({ text }) => text).join(''))
  else changes.forEach(write)

  showMistakes(mistakes, terminal)
  if (!paths.includes('-'))
    terminal.say(summary(files.length, changes.length, results.length - readable.length, onlyLooks))
  return mistakes.length > 0 || (onlyLooks && changes.length > 0) ? ExitCode.findings : ExitCode.fine
}

function diffOf({ file, text }: Change, colour: boolean): string {
  return unifiedDiff({ path: file.path, before: file.text, after: text }, colour)
}

function write({ file, text }: Change): void {
  try {
    writeFileSync(file.path, text)
  } catch (error) {
    throw new UsageError(`cannot write \`${file.path}\`: ${causeOf(error)}`)
  }
}

function showMistakes(mistakes: readonly Diagnostic[], terminal: Terminal): void {
  if (mistakes.length === 0) return
  if (terminal.log.format === 'text') process.stderr.write(renderDiagnostics(mistakes, { color: terminal.colourErr }))
  else for (const { code, message } of mistakes) terminal.log.error(`${code}: ${message}`)
}

function summary(files: number, changes: number, refused: number, onlyLooks: boolean): string {
  const changed = `${changes} ${onlyLooks ? 'to format' : 'formatted'}`
  const left = refused === 0 ? '' : `, ${refused} not touched (syntax mistakes)`
  return `${counted(files, 'file')}: ${changes === 0 ? 'all in style' : changed}${left}\n`
}

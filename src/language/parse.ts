/** Text to syntax tree; nothing but this and `parse/` and `lower/` knows the grammar. */
import type { SourceText } from './ast.ts'
import type { Diagnostic } from './diagnostic.ts'
import { withoutSecrets } from './secrets.ts'
import type { SourceFile } from './source.ts'
import { tokenize } from '../../grammar/tokens.ts'
import { lexicalDiagnostics } from './parse/lexical.ts'
import { cutStatements } from './parse/cut.ts'
import { readIgnores } from './parse/ignores.ts'
import { noProgram } from './parse/no-program.ts'
import { joinStrays } from './parse/strays.ts'
import { parseStatement } from './parse/statement.ts'

export interface Parsed {
  readonly source: SourceText
  /** All codes E1…, by position. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Parses one file. Never throws on any text: what cannot be read is reported and left out, a statement at most, and the rest
 * is there. Statements are cut at `;` and parsed one by one, so that a mistake in one never hides another.
 */
export function parse(file: SourceFile): Parsed {
  const { tokens, mistakes } = tokenize(file.text)
  const diagnostics: Diagnostic[] = lexicalDiagnostics(file, mistakes, tokens)
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const statements = joinStrays(file, cutStatements(file, tokens), report)
    .map((each) => parseStatement(file, each, report))
    .filter((each) => each !== null)
  const empty = noProgram(file, tokens, diagnostics)
  if (empty !== null) return { source: { file, statements: [], ignores: [] }, diagnostics: [empty] }
  const sorted = diagnostics
    .filter((each) => !isEcho(each, diagnostics))
    .toSorted((a, b) => a.span.start - b.span.start)
    .map((each) => withoutSecrets(each))
  return { source: { file, statements, ignores: readIgnores(file, tokens) }, diagnostics: sorted }
}

/** What is unexpected right behind a character that was left out, is so because of it. */
function isEcho({ code, span }: Diagnostic, all: readonly Diagnostic[]): boolean {
  if (code !== 'E1001') return false
  return all.some(
    (other) =>
      other.code === 'E1002' &&
      other.span.end <= span.start &&
      span.file.text.slice(other.span.end, span.start).trim() === '',
  )
}

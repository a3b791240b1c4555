/** Text to syntax tree; nothing but this and `parse/` and `lower/` knows the grammar. */
import type { SourceText } from './ast.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { SourceFile } from './source.ts'
import { tokenize } from '../../grammar/tokens.ts'
import { lexicalDiagnostics } from './parse/lexical.ts'
import { cutStatements } from './parse/cut.ts'
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
  const diagnostics: Diagnostic[] = lexicalDiagnostics(file, mistakes)
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  const statements = cutStatements(file, tokens, report)
    .map((each) => parseStatement(file, each, report))
    .filter((each) => each !== null)
  return { source: { file, statements }, diagnostics: diagnostics.toSorted((a, b) => a.span.start - b.span.start) }
}

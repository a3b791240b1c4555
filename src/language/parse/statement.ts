/** One statement: parsed with recovery, its mistakes put into words, lowered. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { SluiceParser } from '../../../grammar/parser.ts'
import type { StatementCstNode } from '../../../grammar/cst.ts'
import { UnterminatedName, UnterminatedText } from '../../../grammar/tokens.ts'
import type { Statement } from '../ast.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'
import { attempt, spanBetween } from '../lower/cst.ts'
import { lowerStatement } from '../lower/statements.ts'
import { checkBrackets, checkLevels } from './depth.ts'
import { expectations } from './expected.ts'
import { withoutForeignWords } from './foreign.ts'
import { syntaxDiagnostics } from './messages.ts'

/** Made at the first use, since its analysis of the grammar takes some ten milliseconds. */
let parser: SluiceParser | null = null

/** The statement, or null where too little of it could be read (which is reported). */
export function parseStatement(
  file: SourceFile,
  written: readonly IToken[],
  report: (diagnostic: Diagnostic) => void,
): Statement | null {
  const tokens = withoutForeignWords(file, written, report)
  if (tokens === null) return null
  const tooNested = checkBrackets(file, tokens)
  if (tooNested !== null) {
    report(tooNested)
    return null
  }
  parser ??= new SluiceParser(expectations)
  const tree = parser.parseStatement(tokens) as StatementCstNode
  // What follows an unclosed quote is no longer what its author meant; that quote has been reported.
  const readable = tokens.every(({ tokenType }) => tokenType !== UnterminatedText && tokenType !== UnterminatedName)
  const errors = readable ? syntaxDiagnostics(file, parser.errors, tokens) : []
  errors.forEach(report)
  const span = spanBetween({ file }, tokens[0], tokens[tokens.length - 2])
  const statement = attempt(() => lowerStatement({ file, report }, tree, span))
  const tooDeep = statement === null ? null : checkLevels(statement)
  const incomplete = errors.length > 0 || !readable
  if (tooDeep === null)
    return statement?.kind === 'create-table' && incomplete ? { ...statement, incomplete } : statement
  report(tooDeep)
  return null
}

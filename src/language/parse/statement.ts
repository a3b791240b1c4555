/** One statement: parsed with recovery, its mistakes put into words, lowered. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { UnterminatedName, UnterminatedText } from '../../../grammar/tokens.ts'
import type { Statement } from '../ast.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'
import { attempt, spanBetween } from '../lower/cst.ts'
import { lowerStatement } from '../lower/statements.ts'
import { checkBrackets, checkLevels } from './depth.ts'
import { withoutForeignWords } from './foreign.ts'
import { syntaxDiagnostics } from './messages.ts'
import { treeOf } from './tree.ts'

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
  const { tree, errors: exceptions } = treeOf(tokens)
  // What follows an unclosed quote is no longer what its author meant; that quote has been reported.
  const readable = tokens.every(({ tokenType }) => tokenType !== UnterminatedText && tokenType !== UnterminatedName)
  const errors = readable ? syntaxDiagnostics(file, exceptions, tokens) : []
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

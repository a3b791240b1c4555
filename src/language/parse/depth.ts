/** Nesting is bounded, so that every recursion over a tree, here and in later steps, has stack enough. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { keywords, LeftBracket, LeftParen, Less, Greater, RightBracket, RightParen } from '../../../grammar/tokens.ts'
import type { Statement } from '../ast.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile, Span } from '../source.ts'

/** Parentheses, brackets, CASEs and type arguments in one another. */
const bracketsMax = 100
/** Levels of the tree: a chain of `+` is one level an operator. */
const levelsMax = 400

/** E1008 at the bracket that goes too deep, or null. */
export function checkBrackets(file: SourceFile, tokens: readonly IToken[]): Diagnostic | null {
  const token = bracketTooDeep(tokens)
  if (token === null) return null
  return tooDeep({ file, start: token.startOffset, end: token.startOffset + token.image.length })
}

/** The first of them; the parser's stack has room for no more. */
export function bracketTooDeep(tokens: readonly IToken[]): IToken | null {
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    const { tokenType } = token
    if (tokenType === LeftParen || tokenType === LeftBracket || tokenType === keywords.CASE) depth++
    else if (tokenType === RightParen || tokenType === RightBracket || tokenType === keywords.END) depth--
    else if (tokenType === Less && opensType(tokens[index - 1])) depth++
    else if (tokenType === Greater && depth > 0) depth--
    if (depth > bracketsMax) return token
  }
  return null
}

function opensType(token: IToken | undefined): boolean {
  return token !== undefined && /^(array|map|row)$/i.test(token.image)
}

/** E1008 for a statement whose tree is too deep, or null. Walks without recursion. */
export function checkLevels(statement: Statement): Diagnostic | null {
  const pending: { readonly value: object; readonly level: number }[] = [{ value: statement, level: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.level > levelsMax) return tooDeep(statement.span)
    for (const [key, value] of Object.entries(next.value)) {
      if (key !== 'span' && typeof value === 'object' && value !== null) {
        pending.push({ value, level: Array.isArray(value) ? next.level : next.level + 1 })
      }
    }
  }
  return null
}

function tooDeep(span: Span): Diagnostic {
  return {
    code: 'E1008',
    severity: 'error',
    message: 'this is nested too deeply',
    span,
    label: `more than ${bracketsMax} brackets or ${levelsMax} operators in one another`,
    help: 'split it into VIRTUAL columns',
  }
}

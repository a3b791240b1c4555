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
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]
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
  const pending: object[] = [statement]
  const levels: number[] = [0]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const level = levels.pop() ?? 0
    if (level > levelsMax) return tooDeep(statement.span)
    const push = (part: unknown): void => {
      if (typeof part !== 'object' || part === null) return
      pending.push(part)
      levels.push(Array.isArray(part) ? level : level + 1)
    }
    if (Array.isArray(next)) next.forEach(push)
    else for (const key of Object.keys(next)) if (key !== 'span') push(Reflect.get(next, key))
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

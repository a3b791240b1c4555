/** Cuts a file's tokens into statements, at `;` and where a statement begins though the `;` before it is missing. */
import { tokenMatcher, type IToken } from '../../../grammar/chevrotain.ts'
import * as t from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'

const k = t.keywords

/** Each statement's tokens, `;` the last of them (thought in where it is missing); none is empty. */
export function cutStatements(
  file: SourceFile,
  tokens: readonly IToken[],
  report: (diagnostic: Diagnostic) => void,
): IToken[][] {
  const statements: IToken[][] = []
  let current: IToken[] = []
  let depth = 0
  const close = (): void => {
    if (current.length > 0) statements.push([...current, semicolonAfter(current[current.length - 1])])
    current = []
    depth = 0
  }
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === t.Semicolon) {
      close()
      continue
    }
    if (current.length > 0 && beginsStatement(tokens, index)) {
      // Inside parentheses it is rather a `)` that is missing, which the parser will say.
      if (depth <= 0 && tokens[index - 1].tokenType !== t.UnterminatedName)
        report(missingSemicolon(file, tokens[index - 1]))
      close()
    }
    if (token.tokenType === t.LeftParen) depth++
    if (token.tokenType === t.RightParen) depth--
    current.push(token)
  }
  close()
  return statements
}

/** CREATE is reserved, so that it begins a statement wherever it stands; SET and TEST need a look further. */
function beginsStatement(tokens: readonly IToken[], index: number): boolean {
  const type = tokens[index].tokenType
  if (type === k.CREATE) return true
  const [second, third] = [tokens[index + 1], tokens[index + 2]]
  if (second === undefined || third === undefined) return false
  if (type === k.SET) return tokenMatcher(second, t.Text) && third.tokenType === t.Equals
  return type === k.TEST && tokenMatcher(second, t.Name) && third.tokenType === k.GIVEN
}

function semicolonAfter(last: IToken): IToken {
  const { tokenTypeIdx } = t.Semicolon
  const startOffset = last.startOffset + last.image.length
  return { image: '', startOffset, endOffset: startOffset, tokenType: t.Semicolon, tokenTypeIdx: tokenTypeIdx! }
}

function missingSemicolon(file: SourceFile, last: IToken): Diagnostic {
  const end = last.startOffset + last.image.length
  return {
    code: 'E1001',
    severity: 'error',
    message: 'missing `;` after this statement',
    span: { file, start: end, end },
    label: 'expected `;` here',
  }
}

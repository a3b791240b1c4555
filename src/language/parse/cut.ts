/** Cuts a file's tokens into statements, at `;` and where a statement begins though the `;` before it is missing. */
import { tokenMatcher, type IToken } from '../../../grammar/chevrotain.ts'
import * as t from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile } from '../source.ts'

const k = t.keywords

export interface Cut {
  /** Not empty; the last of them is a `;` without text. */
  readonly tokens: readonly IToken[]
  /** The `;` as it is written; null where it is missing. */
  readonly semicolon: IToken | null
  /** Said of a missing `;` where the next statement begins. */
  readonly mistake: Diagnostic | null
}

/** The statements of a file, in order. */
export function cutStatements(file: SourceFile, tokens: readonly IToken[]): readonly Cut[] {
  const statements: Cut[] = []
  let current: IToken[] = []
  let depth = 0
  const close = (semicolon: IToken | null, mistake: Diagnostic | null): void => {
    const last = current.at(-1)
    if (last !== undefined) statements.push({ tokens: [...current, semicolonAfter(last)], semicolon, mistake })
    current = []
    depth = 0
  }
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]
    if (token.tokenType === t.Semicolon) {
      close(token, null)
      continue
    }
    if (current.length > 0 && beginsStatement(tokens, index)) {
      // Inside parentheses it is rather a `)` that is missing, which the parser will say.
      const isTold = depth > 0 || tokens[index - 1].tokenType === t.UnterminatedName
      close(null, isTold ? null : missingSemicolon(file, tokens[index - 1]))
    }
    if (token.tokenType === t.LeftParen) depth++
    if (token.tokenType === t.RightParen) depth--
    current.push(token)
  }
  close(null, null)
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

/** Chevrotain's exceptions as diagnostics: what was found, what was expected, and the likely cause. */
import type { IRecognitionException, IToken } from '../../../grammar/chevrotain.ts'
import * as t from '../../../grammar/tokens.ts'
import type { Diagnostic, RelatedPlace } from '../diagnostic.ts'
import { lineColumn, type SourceFile, type Span } from '../source.ts'
import { placeOfName } from './expected.ts'
import { hintFor } from './hints.ts'

/** An error so few tokens behind the place where reading went on belongs to the mistake before it. */
const echoTokens = 1

/** One mistake, one message: what was only met while finding the way back after another is left out. */
export function syntaxDiagnostics(
  file: SourceFile,
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  const place = ({ token }: { readonly token: IToken }): number => {
    const index = tokens.indexOf(token)
    return index < 0 ? tokens.length - 1 : index
  }
  let readTo = -Infinity
  for (const error of errors.toSorted((a, b) => place(a) - place(b))) {
    const index = place(error)
    if (index > readTo + echoTokens) diagnostics.push(syntaxDiagnostic(file, error, index, tokens))
    readTo = Math.max(readTo, index, ...error.resyncedTokens.slice(-1).map((token) => place({ token })))
  }
  return diagnostics
}

function syntaxDiagnostic(
  file: SourceFile,
  error: IRecognitionException,
  index: number,
  tokens: readonly IToken[],
): Diagnostic {
  const found = tokens[index]
  const atEnd = found.tokenType === t.Semicolon
  const previous: IToken | undefined = tokens[index - 1]
  const endsList = [t.Semicolon, t.RightParen, t.keywords.FROM].includes(found.tokenType)
  if (previous?.tokenType === t.Comma && endsList) return commaTooMany(file, previous)
  const rules = error.context.ruleStack
  const expected = error.message === 'a name' ? placeOfName(rules) : error.message
  const help = hintFor({ found, index, tokens, rules, expected })
  const related = help === null && expected.includes('`)`') ? unclosed(file, tokens, index) : []
  return {
    code: 'E1001',
    severity: 'error',
    message: atEnd ? 'the statement ends too early' : `unexpected ${describeToken(found)}`,
    span: atEnd ? { file, start: endOf(previous), end: endOf(previous) } : spanOf(file, found),
    label: `expected ${expected}`,
    ...(related.length === 0 ? {} : { related }),
    ...(help === null ? {} : { help }),
  }
}

function commaTooMany(file: SourceFile, comma: IToken): Diagnostic {
  return {
    code: 'E1001',
    severity: 'error',
    message: 'a `,` too many',
    span: spanOf(file, comma),
    label: 'nothing follows it',
    help: 'leave it out: the last item of a list has none',
  }
}

/** The innermost parenthesis that is open before a token, where it stands on an earlier line. */
function unclosed(file: SourceFile, tokens: readonly IToken[], index: number): readonly RelatedPlace[] {
  const open: IToken[] = []
  for (const token of tokens.slice(0, index)) {
    if (token.tokenType === t.LeftParen) open.push(token)
    if (token.tokenType === t.RightParen) open.pop()
  }
  const innermost = open.at(-1)
  if (innermost === undefined) return []
  const span = spanOf(file, innermost)
  const sameLine = lineColumn(file, span.start).line === lineColumn(file, tokens[index].startOffset).line
  return sameLine ? [] : [{ span, label: 'this `(` is still open there' }]
}

function spanOf(file: SourceFile, token: IToken): Span {
  return { file, start: token.startOffset, end: endOf(token) }
}

function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length
}

/** A long text by its beginning. */
export function describeToken({ image }: IToken): string {
  const [line] = image.split('\n')
  return line.length > 30 || line.length < image.length ? `\`${line.slice(0, 29)}…\`` : `\`${image}\``
}

/** Chevrotain's exceptions as diagnostics: what was found, what was expected, and the likely cause. */
import { EOF, type IRecognitionException, type IToken } from 'chevrotain'
import * as t from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile, Span } from '../source.ts'
import { hintFor } from './hints.ts'

/** One mistake, one message: what was only met while finding the way back after another is left out. */
export function syntaxDiagnostics(
  file: SourceFile,
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  let readTo = -1
  for (const error of errors.toSorted((a, b) => startOf(a, tokens) - startOf(b, tokens))) {
    if (startOf(error, tokens) > readTo) diagnostics.push(syntaxDiagnostic(file, error, tokens))
    const skipped = error.resyncedTokens.at(-1)
    readTo = Math.max(readTo, startOf(error, tokens), skipped?.startOffset ?? -1)
  }
  return diagnostics
}

function startOf({ token }: IRecognitionException, tokens: readonly IToken[]): number {
  return token.tokenType === EOF ? endOf(tokens[tokens.length - 1]) : token.startOffset
}

function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length
}

function syntaxDiagnostic(file: SourceFile, error: IRecognitionException, tokens: readonly IToken[]): Diagnostic {
  const { token: found } = error
  const atEnd = found.tokenType === EOF
  const index = atEnd ? tokens.length : tokens.indexOf(found)
  const previous: IToken | undefined = tokens[index - 1]
  if (
    previous?.tokenType === t.Comma &&
    (atEnd || found.tokenType === t.RightParen || found.tokenType === t.keywords.FROM)
  ) {
    return commaTooMany(file, previous)
  }
  const help = hintFor({
    found: atEnd ? null : found,
    index,
    tokens,
    rules: error.context.ruleStack,
    expected: error.message,
  })
  return {
    code: 'E1001',
    severity: 'error',
    message: atEnd ? 'the statement ends too early' : `unexpected ${describe(found)}`,
    span: placeOf(file, atEnd ? null : found, tokens[tokens.length - 1]),
    label: `expected ${error.message}`,
    ...(help === null ? {} : { help }),
  }
}

function commaTooMany(file: SourceFile, comma: IToken): Diagnostic {
  return {
    code: 'E1001',
    severity: 'error',
    message: 'a `,` too many',
    span: { file, start: comma.startOffset, end: endOf(comma) },
    label: 'nothing follows it',
    help: 'leave it out: the last item of a list has none',
  }
}

function placeOf(file: SourceFile, found: IToken | null, last: IToken): Span {
  if (found === null) return { file, start: endOf(last), end: endOf(last) }
  return { file, start: found.startOffset, end: endOf(found) }
}

/** A long text by its beginning. */
function describe({ image }: IToken): string {
  const [line] = image.split('\n')
  return line.length > 30 || line.length < image.length ? `\`${line.slice(0, 29)}…\`` : `\`${image}\``
}

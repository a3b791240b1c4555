/** Mistakes in single words, as their author should read them. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { QuotedText, Semicolon, type LexicalMistake } from '../../../grammar/tokens.ts'
import type { Diagnostic, RelatedPlace } from '../diagnostic.ts'
import type { SourceFile, Span } from '../source.ts'

export function lexicalDiagnostics(
  file: SourceFile,
  mistakes: readonly LexicalMistake[],
  tokens: readonly IToken[],
): Diagnostic[] {
  return mistakes.map((mistake) => ({
    severity: 'error',
    ...describe(file, mistake),
    ...(mistake.kind === 'unterminated-text' ? { related: suspects(file, mistake.token, tokens) } : {}),
  }))
}

/** Where a quote is missing, every later text begins where one should end: the first that runs over lines is suspect. */
function suspects(file: SourceFile, last: IToken, tokens: readonly IToken[]): RelatedPlace[] {
  const end = tokens.indexOf(last)
  const begin = tokens.findLastIndex(({ tokenType }, index) => index < end && tokenType === Semicolon) + 1
  const suspect = tokens
    .slice(begin, end)
    .find(({ tokenType, image }) => tokenType === QuotedText && image.includes('\n'))
  if (suspect === undefined) return []
  const { startOffset: start, image } = suspect
  return [
    {
      span: { file, start, end: start + image.length },
      label: 'or is it this text, running over lines, that lacks one?',
    },
  ]
}

function describe(file: SourceFile, mistake: LexicalMistake): Omit<Diagnostic, 'severity'> {
  if (mistake.kind === 'stray') {
    const span = { file, start: mistake.start, end: mistake.end }
    return { code: 'E1002', span, ...describeStray(file.text.slice(span.start, span.end)) }
  }
  const { image, startOffset: start } = mistake.token
  const whole: Span = { file, start, end: start + image.length }
  switch (mistake.kind) {
    case 'unterminated-text': {
      const opening = image.startsWith('$$') ? '$$' : "'"
      return {
        code: 'E1003',
        message: `this text has no closing \`${opening}\``,
        span: { file, start, end: start + opening.length },
        label: 'opened here',
        help:
          opening === "'" ? "inside a text a quote is written twice: 'it''s'" : 'a text in `$$` ends at the next `$$`',
      }
    }
    case 'unterminated-name':
      return {
        code: 'E1003',
        message: image === '`' ? 'a name in backticks is empty or not closed' : 'this name has no closing backtick',
        span: { file, start, end: start + 1 },
        label: 'opened here',
      }
    case 'unterminated-comment':
      return {
        code: 'E1003',
        message: 'this comment has no closing `*/`',
        span: { file, start, end: start + 2 },
        label: 'opened here',
      }
    case 'double-quoted': {
      const inner = image.slice(1, -1)
      return {
        code: 'E1004',
        message: 'double quotes mean nothing here',
        span: whole,
        label: 'neither a text nor a name',
        help: `a text is written '${inner.replaceAll("'", "''")}', a name \`${inner}\``,
      }
    }
    case 'full-width':
      return {
        code: 'E1002',
        message: `\`${image}\` is the full-width form of \`${mistake.meant}\``,
        span: whole,
        label: 'a full-width character',
        help: `write \`${mistake.meant}\``,
      }
  }
}

function describeStray(text: string): Pick<Diagnostic, 'message' | 'label' | 'help'> {
  const what = { message: `\`${text}\` is no part of the language`, label: 'not understood' }
  if (/^[‘’“”]/.test(text)) return { ...what, help: "a text is written in straight quotes: '…'" }
  if (text.startsWith('"')) return { ...what, help: "a text is written in single quotes: '…'" }
  if (text === '&&' || text === '&') return { ...what, help: 'write `AND`' }
  if (text === '|') return { ...what, help: 'texts are joined by `||`; the other thing it means elsewhere is `OR`' }
  if (text === '!') return { ...what, help: 'write `NOT`, or `<>`' }
  if (text === '#') return { ...what, help: 'a comment begins with `--`' }
  if (text.startsWith('$')) return { ...what, help: "`${…}` is replaced only inside texts: '${env:NAME}'" }
  if (text === '::') return { ...what, help: 'write `CAST(value AS type)`' }
  return what
}

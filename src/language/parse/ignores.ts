/** `-- sluice:ignore W2003`: on the line above what it means, or at the end of that line. Several codes stand by commas or blanks. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import type { IgnoredLint } from '../ast.ts'
import { lineColumn, type SourceFile } from '../source.ts'

const ignorePattern = /--[ \t]*sluice:ignore\b([^\n]*)/g

/** Only what stands between tokens is a comment; text that looks like one is text. */
export function readIgnores(file: SourceFile, tokens: readonly IToken[]): readonly IgnoredLint[] {
  if (!file.text.includes('sluice:ignore')) return []
  return [...file.text.matchAll(ignorePattern)].flatMap((match) => {
    const next = tokens.findIndex(({ startOffset }) => startOffset > match.index)
    const previous = tokens.at(next < 0 ? -1 : next - 1)
    const before = next === 0 ? undefined : previous
    if (before !== undefined && before.startOffset + before.image.length > match.index) return []
    const line = lineMeant(file, match.index, before, tokens[next])
    const codesAt = match.index + match[0].length - match[1].length
    return [...match[1].matchAll(/[^\s,]+/g)].map((code) => {
      const start = codesAt + code.index
      return { code: code[0], span: { file, start, end: start + code[0].length }, line }
    })
  })
}

/** The comment's own line if something stands there before it, else that of what follows. */
function lineMeant(file: SourceFile, comment: number, before: IToken | undefined, after: IToken | undefined): number {
  const own = lineColumn(file, comment).line
  const beforeLine = before === undefined ? 0 : lineColumn(file, before.startOffset + before.image.length).line
  if (beforeLine === own || after === undefined) return own
  return lineColumn(file, after.startOffset).line
}

/** Comments belong to tokens: to the one before them on their line, else to the one that follows. */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { Comma } from '../../../grammar/tokens.ts'

export interface Comment {
  /** As written, `--` or slash and star included; without blanks at the end. */
  readonly text: string
  /** Whether an empty line stands before it. */
  readonly blankBefore: boolean
}

export interface Comments {
  /** On lines of their own, before the token. */
  readonly leading: readonly Comment[]
  /** Before the token in its line. */
  readonly inline: readonly Comment[]
  /** Behind the token, to the end of the line. */
  readonly trailing: readonly Comment[]
  /** Whether an empty line stands before the token and its comments. */
  readonly blankBefore: boolean
  /** Whether one stands between the leading comments and the token. */
  readonly blankAfterLeading: boolean
}

export interface Attached {
  readonly of: ReadonlyMap<IToken, Comments>
  /** Behind the last token, on lines of their own. */
  readonly atEnd: readonly Comment[]
}

type Mutable = { -readonly [Key in keyof Comments]: Comment[] extends Comments[Key] ? Comment[] : Comments[Key] }

const commentPattern = /--[^\n]*|\/\*[^]*?\*\//g

/** Finds the comments in what lies between tokens, and gives each of them to one. */
export function attachComments(text: string, tokens: readonly IToken[]): Attached {
  const all = tokens.map(noComments)
  const end = noComments()
  for (let index = 0; index <= tokens.length; index++) {
    const before = tokens[index - 1]
    const start = before === undefined ? 0 : before.startOffset + before.image.length
    const isEnd = index === tokens.length
    // The end of the text ends its last line.
    const gap = isEnd ? `${text.slice(start)}\n` : text.slice(start, tokens[index].startOffset)
    attachGap(gap, all[index - 1] ?? null, all[index] ?? end)
  }
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === Comma && index + 1 < tokens.length) moveBehindComma(all[index], all[index + 1])
  }
  return { of: new Map(tokens.map((token, index) => [token, all[index]])), atEnd: end.leading }
}

/** The comments between a place and another, in order, as written; `tokens`: those that begin there. */
export function commentsIn(text: string, tokens: readonly IToken[], start: number, end: number): readonly string[] {
  const ends = tokens.map(({ startOffset, image }) => startOffset + image.length)
  return [start, ...ends].flatMap((from, index) =>
    (text.slice(from, tokens[index]?.startOffset ?? end).match(commentPattern) ?? []).map((comment) =>
      comment.trimEnd(),
    ),
  )
}

function noComments(): Mutable {
  return { leading: [], inline: [], trailing: [], blankBefore: false, blankAfterLeading: false }
}

function attachGap(gap: string, previous: Mutable | null, next: Mutable): void {
  const found = [...gap.matchAll(commentPattern)].map((match) => ({
    text: match[0].trimEnd(),
    start: match.index,
    end: match.index + match[0].length,
  }))
  const newlines = (from: number, to: number): number => gap.slice(from, to).split('\n').length - 1
  const blankAt = (index: number): boolean =>
    newlines(found[index - 1]?.end ?? 0, found[index]?.start ?? gap.length) > 1
  const comments = found.map(({ text }, index): Comment => ({ text, blankBefore: blankAt(index) }))

  const firstOfNextLine = found.findIndex(({ start }, index) => newlines(found[index - 1]?.end ?? 0, start) > 0)
  const onLine = firstOfNextLine < 0 ? found.length : firstOfNextLine
  const lineEnds = onLine < found.length || newlines(found.at(-1)?.end ?? 0, gap.length) > 0
  const trailing = previous !== null && lineEnds ? onLine : 0
  const lastIsInline = newlines(found.at(-1)?.end ?? 0, gap.length) === 0
  const inline = lastIsInline ? inlineFrom(found, trailing, newlines) : found.length

  previous?.trailing.push(...comments.slice(0, trailing))
  next.leading.push(...comments.slice(trailing, inline))
  next.inline.push(...comments.slice(inline))
  next.blankBefore = blankAt(trailing)
  next.blankAfterLeading = inline > trailing && inline === found.length && blankAt(found.length)
}

/** The first of the comments that stand in one line with what follows them. */
function inlineFrom(
  found: readonly { readonly start: number; readonly end: number }[],
  first: number,
  newlines: (from: number, to: number) => number,
): number {
  let index = found.length
  while (index > first) {
    index--
    if (newlines(found[index - 1]?.end ?? 0, found[index].start) > 0) break
  }
  return index
}

/** The comma moves to its item's end; comments on lines before it then stand before the next item. */
function moveBehindComma(comma: Mutable, next: Mutable): void {
  if (comma.leading.length === 0) return
  next.leading.unshift(...comma.leading, ...comma.inline, ...comma.trailing)
  comma.leading = []
  comma.inline = []
  comma.trailing = []
}

/**
 * The one small edit after which a statement reads: a keyword spelt right, a token thought in, or two neighbours put the other way
 * round. Where there is one, it is the mistake, and nothing else needs to be said of the syntax.
 */
import { tokenMatcher, type IToken } from '../../../grammar/chevrotain.ts'
import * as t from '../../../grammar/tokens.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { SourceFile, Span } from '../source.ts'
import { describeToken } from './messages.ts'
import { isReadable } from './tree.ts'

export interface Edit {
  readonly tokens: readonly IToken[]
  /** Null: what the grammar says where it stopped is the best that can be said. */
  readonly mistake: Diagnostic | null
}

/** Each edit costs a parse of the whole statement: so many tokens may be read for one mistake. */
const tokensReadMax = 30_000
/** How far before the place where the grammar stopped a misspelt keyword may stand: `WATREMARK FOR log_time` stops at the name. */
const wordsBackMax = 4
const spellingsMax = 3

const keywordNames = Object.keys(t.keywords)

/**
 * `stop`: the index of the token at which the grammar stopped first. `isRight`: whether nothing is wrong with what is made of the
 * tokens either, such as a clause given twice. Null: no such edit makes all of it read.
 */
export function oneEdit(
  file: SourceFile,
  tokens: readonly IToken[],
  stop: number,
  isRight: (tokens: readonly IToken[]) => boolean,
): Edit | null {
  const edits = [...respellings(file, tokens, stop), ...insertions(file, tokens, stop), ...swaps(file, tokens, stop)]
  const tried = edits.slice(0, Math.floor(tokensReadMax / tokens.length))
  return tried.find((edit) => isReadable(edit.tokens) && isRight(edit.tokens)) ?? null
}

function respellings(file: SourceFile, tokens: readonly IToken[], stop: number): readonly Edit[] {
  const window = Array.from({ length: wordsBackMax + 1 }, (_, back) => stop - back).filter((index) => index >= 0)
  return window.flatMap((index) => {
    const token = tokens[index]
    if (!tokenMatcher(token, t.Word)) return []
    return keywordsNear(token.image).map((word) => ({
      tokens: tokens.with(index, {
        ...token,
        tokenType: t.keywords[word],
        tokenTypeIdx: t.keywords[word].tokenTypeIdx!,
      }),
      mistake: {
        code: 'E1001',
        severity: 'error',
        message: `unexpected \`${token.image}\``,
        span: spanOf(file, token, token),
        label: 'no name can stand here',
        help: `did you mean \`${word}\`?`,
      } as const,
    }))
  })
}

function keywordsNear(image: string): readonly (keyof typeof t.keywords)[] {
  const near: (keyof typeof t.keywords)[] = []
  let candidates = keywordNames
  for (let found = nearest(image, candidates); found !== null && near.length < spellingsMax;) {
    near.push(found as keyof typeof t.keywords)
    candidates = candidates.filter((each) => each !== found)
    found = nearest(image, candidates)
  }
  return near
}

/** Words that a statement cannot do without, and that hands forget. */
const forgotten = [
  ...(['FROM', 'WHERE', 'FILTER', 'PARSE', 'THEN', 'WITH', 'AS', 'SELECT', 'AND', 'NULL', 'IS', 'ON', 'OF'] as const),
  ...(['PATH', 'BY', 'FOR', 'CHECK', 'INTERVAL', 'CONTAINS', 'GIVEN', 'EXPECT', 'TABLE', 'STREAMING'] as const),
].map((word) => ({ type: t.keywords[word], image: word }))

const marks = [
  { type: t.Comma, image: ',' },
  { type: t.LeftParen, image: '(' },
  { type: t.RightParen, image: ')' },
]

/** What has no spelling of its own: a name or a type, a text, an operator. */
const unknown = [t.Word, t.QuotedText, t.Equals].map((type) => ({ type, image: '' }))

/** Before the token at which the grammar stopped, or before the one before it, which it took for something else. */
function insertions(file: SourceFile, tokens: readonly IToken[], stop: number): readonly Edit[] {
  const places = [stop, stop - 1].filter((index) => index > 0)
  return [...marks, ...unknown, ...forgotten].flatMap(({ type, image }) =>
    places.flatMap((index) => {
      if (type === t.Comma && !beginsItem(tokens[index])) return []
      const before = tokens[index - 1]
      const at = before.startOffset + before.image.length
      const { tokenTypeIdx } = type
      // Where it is thought in, there is no text: it takes no place.
      const token: IToken = {
        image: type === t.QuotedText ? "''" : '',
        startOffset: at,
        endOffset: at - 1,
        tokenType: type,
        tokenTypeIdx: tokenTypeIdx!,
      }
      return { tokens: tokens.toSpliced(index, 0, token), mistake: image === '' ? null : missing(file, image, at) }
    }),
  )
}

/** A list goes on with a name, a text or a constraint; a word such as `ON` is rather a clause. */
function beginsItem({ tokenType }: IToken): boolean {
  const { WATERMARK, CONSTRAINT, CHECK } = t.keywords
  return !Object.values(t.keywords).includes(tokenType) || [WATERMARK, CONSTRAINT, CHECK].includes(tokenType)
}

function missing(file: SourceFile, image: string, at: number): Diagnostic {
  return {
    code: 'E1001',
    severity: 'error',
    message: `missing \`${image}\``,
    span: { file, start: at, end: at },
    label: `expected \`${image}\` here`,
  }
}

/** The pair behind the place where the grammar stopped, the pair around it, the pair before it. */
function swaps(file: SourceFile, tokens: readonly IToken[], stop: number): readonly Edit[] {
  return [stop, stop - 1, stop - 2].flatMap((index) => {
    const [first, second] = [tokens[index], tokens[index + 1]]
    // The last token is the `;`, which ends the statement wherever it stands.
    if (index < 0 || index + 2 >= tokens.length) return []
    return [
      { tokens: tokens.toSpliced(index, 2, ...swapped(first, second)), mistake: swapMistake(file, first, second) },
    ]
  })
}

/** In the places of the two, so that spans of what is made of them stay in order. */
function swapped(first: IToken, second: IToken): readonly IToken[] {
  const end = second.startOffset + second.image.length
  return [
    { ...second, startOffset: first.startOffset, endOffset: first.startOffset + second.image.length - 1 },
    { ...first, startOffset: end - first.image.length, endOffset: end - 1 },
  ]
}

export function swapMistake(file: SourceFile, first: IToken, second: IToken): Diagnostic {
  return {
    code: 'E1001',
    severity: 'error',
    message: `${describeToken(first)} and ${describeToken(second)} are the wrong way round`,
    span: spanOf(file, first, second),
    label: `expected ${describeToken(second)} first`,
    help: 'let the two change places',
  }
}

function spanOf(file: SourceFile, first: IToken, last: IToken): Span {
  return { file, start: first.startOffset, end: last.startOffset + last.image.length }
}

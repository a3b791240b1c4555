/**
 * The words of the language. Names and keywords are one lexical thing: a word becomes a keyword by look-up after it was cut
 * out, and only reserved keywords stop being names (a column may be called `time`, `key` or `filter`).
 */
import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain'

function category(name: string, label: string): TokenType {
  return createToken({ name, label, pattern: Lexer.NA })
}

function symbol(name: string, text: string, ...categories: TokenType[]): TokenType {
  return createToken({ name, label: `\`${text}\``, pattern: text, categories })
}

export const Name = category('Name', 'a name')
export const Text = category('Text', "a text in '…'")
/** Reserved words: only so that one in a name's place can be told. */
export const Reserved = category('Reserved', 'a reserved word')
export const Comparison = category('Comparison', 'a comparison')
export const AdditiveOperator = category('AdditiveOperator', '`+` or `-`')
export const MultiplicativeOperator = category('MultiplicativeOperator', '`*`, `/` or `%`')

const reservedLines = [
  'ALL AND AS BETWEEN CASE CAST CHECK CONSTRAINT CREATE DISTINCT ELSE END EXISTS FALSE FROM IN IS LIKE NOT NULL OR SELECT',
  'THEN TRUE WHEN WHERE WITH',
] as const
const contextualLines = [
  'ABSTRACT BY COLUMNS COMMENT CONTAINS DATE DEFAULT DROPPED EMPTY ENDS ERROR ERRORS ESCAPE EXPECT FILTER FOR FORMAT',
  'FUNCTION GIVEN INTERVAL LANGUAGE MATCHES METADATA OF ON ORDINALITY OUTER PARSE PARTITIONED PATH REST RETURNS SET SINK',
  'SOURCE STARTS STREAMING TABLE TEST TIME TIMESTAMP TIMESTAMP_LTZ TO TRY_CAST UNCLAIMED UNKNOWN VIRTUAL WATERMARK',
  // Of calls and predicates only.
  'ABSENT BOTH CONDITIONAL ILIKE LEADING PLACING RETURNING SIMILAR TRAILING UNCONDITIONAL VALUE WITHOUT WRAPPER',
] as const

type WordsOf<Line> = Line extends `${infer First} ${infer Others}` ? First | WordsOf<Others> : Line
type Keyword = WordsOf<(typeof reservedLines)[number] | (typeof contextualLines)[number]>

const reservedWords = reservedLines.flatMap((line) => line.split(' '))
export const contextualWords = contextualLines.flatMap((line) => line.split(' '))

function keyword(word: string, ...categories: TokenType[]): [string, TokenType] {
  return [word, createToken({ name: word, label: word, pattern: Lexer.NA, categories })]
}

/** Keywords by their word; the contextual ones are names too. */
export const keywords = Object.fromEntries([
  ...reservedWords.map((word) => keyword(word, Reserved)),
  ...contextualWords.map((word) => keyword(word, Name)),
]) as Record<Keyword, TokenType>

const keywordTypes = new Map<string, TokenType>(Object.entries(keywords))

export function isReserved(word: string): boolean {
  return reservedWords.includes(word.toUpperCase())
}

const wordPattern = /[\p{L}_][\p{L}\p{N}_]*/uy

function matchWord(text: string, offset: number): RegExpExecArray | null {
  wordPattern.lastIndex = offset
  return wordPattern.exec(text)
}

/** ASCII, and one code for each bucket of Chevrotain's first-character index (above 255 a bucket holds 255 codes). */
const wordStarts = [
  ...Array.from({ length: 256 }, (_, code) => code).filter((code) => /[\p{L}_]/u.test(String.fromCharCode(code))),
  ...Array.from({ length: 257 }, (_, bucket) => Math.min(256 + bucket * 255, 0xffff)),
]

export const Word = createToken({
  name: 'Word',
  label: 'a name',
  pattern: { exec: matchWord },
  start_chars_hint: wordStarts,
  line_breaks: false,
  categories: [Name],
})
export const QuotedName = createToken({ name: 'QuotedName', pattern: /`[^`\n]+(?:``[^`\n]*)*`/, categories: [Name] })
/** The closing quote is no half of a doubled one, so that an unterminated literal is not cut at one. */
export const QuotedText = createToken({
  name: 'QuotedText',
  pattern: /'[^']*(?:''[^']*)*'(?!')/,
  line_breaks: true,
  categories: [Text],
})
export const DollarText = createToken({
  name: 'DollarText',
  pattern: /\$\$[^]*?\$\$/,
  line_breaks: true,
  categories: [Text],
})
/** Never right; a name and a text at once, so that the mistake is reported once. */
export const DoubleQuoted = createToken({
  name: 'DoubleQuoted',
  pattern: /"[^"\n]*(?:""[^"\n]*)*"/,
  categories: [Text, Name],
})
export const UnterminatedText = createToken({
  name: 'UnterminatedText',
  pattern: /'[^']*(?:''[^']*)*|\$\$[^]*/,
  line_breaks: true,
  categories: [Text],
})
export const UnterminatedName = createToken({ name: 'UnterminatedName', pattern: /`[^`\n]*/, categories: [Name] })
export const UnterminatedComment = createToken({ name: 'UnterminatedComment', pattern: /\/\*[^]*/, line_breaks: true })
export const FullWidth = createToken({ name: 'FullWidth', pattern: /[，；（）＝．＋－＊／％＜＞［］]/ })
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  label: 'a number',
  pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/,
})

export const LeftParen = symbol('LeftParen', '(')
export const RightParen = symbol('RightParen', ')')
export const LeftBracket = symbol('LeftBracket', '[')
export const RightBracket = symbol('RightBracket', ']')
export const Comma = symbol('Comma', ',')
export const Semicolon = symbol('Semicolon', ';')
export const Dot = symbol('Dot', '.')
export const Concat = symbol('Concat', '||')
export const Equals = symbol('Equals', '=', Comparison)
const NotEquals = createToken({ name: 'NotEquals', label: '`<>`', pattern: /<>|!=/, categories: [Comparison] })
const LessOrEqual = symbol('LessOrEqual', '<=', Comparison)
const GreaterOrEqual = symbol('GreaterOrEqual', '>=', Comparison)
export const Less = symbol('Less', '<', Comparison)
export const Greater = symbol('Greater', '>', Comparison)
export const Plus = symbol('Plus', '+', AdditiveOperator)
export const Minus = symbol('Minus', '-', AdditiveOperator)
export const Star = symbol('Star', '*', MultiplicativeOperator)
const Slash = symbol('Slash', '/', MultiplicativeOperator)
const Percent = symbol('Percent', '%', MultiplicativeOperator)

const Blank = createToken({ name: 'Blank', pattern: /[\s\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true })
const LineComment = createToken({ name: 'LineComment', pattern: /--[^\n]*/, group: Lexer.SKIPPED })
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: /\/\*[^]*?\*\//,
  group: Lexer.SKIPPED,
  line_breaks: true,
})

// prettier-ignore
const lexicalTokens = [
  Blank, LineComment, BlockComment, UnterminatedComment, Word, FullWidth, NumberLiteral,
  QuotedName, UnterminatedName, QuotedText, DollarText, UnterminatedText, DoubleQuoted,
  LeftParen, RightParen, LeftBracket, RightBracket, Comma, Semicolon, Dot, Concat,
  NotEquals, LessOrEqual, GreaterOrEqual, Equals, Less, Greater, Plus, Minus, Star, Slash, Percent,
]

const categories = [Name, Text, Reserved, Comparison, AdditiveOperator, MultiplicativeOperator]
export const allTokens = [...categories, ...Object.values(keywords), ...lexicalTokens]

/** What stands where a full-width character was typed. */
const fullWidthMeaning = new Map<string, TokenType>(
  lexicalTokens
    .filter((type) => typeof type.PATTERN === 'string')
    .map((type) => [String.fromCodePoint((type.PATTERN as string).codePointAt(0)! + 0xfee0), type]),
)

export type LexicalMistake =
  | { readonly kind: 'unterminated-text' | 'unterminated-name' | 'unterminated-comment'; readonly token: IToken }
  | { readonly kind: 'double-quoted'; readonly token: IToken }
  | { readonly kind: 'full-width'; readonly token: IToken; readonly meant: string }
  | { readonly kind: 'stray'; readonly start: number; readonly end: number }

export interface Tokens {
  readonly tokens: IToken[]
  readonly mistakes: readonly LexicalMistake[]
}

let lexer: Lexer | null = null

/** Cuts a text into tokens, keywords recognised; what is wrong is told and does not stop it. */
export function tokenize(text: string): Tokens {
  lexer ??= new Lexer(lexicalTokens, { positionTracking: 'onlyOffset', skipValidations: true })
  const { tokens, errors } = lexer.tokenize(text)
  const mistakes: LexicalMistake[] = errors.map(({ offset, length }) => ({
    kind: 'stray',
    start: offset,
    end: offset + length,
  }))
  const kept: IToken[] = []
  for (const token of tokens) {
    // The lexer leaves it out; the tree's locations need it.
    token.endOffset = token.startOffset + token.image.length - 1
    const mistake = mistakeOf(token)
    if (mistake !== null) mistakes.push(mistake)
    if (token.tokenType === Word) retag(token, keywordTypes.get(token.image.toUpperCase()))
    else if (token.tokenType === FullWidth) retag(token, fullWidthMeaning.get(token.image))
    if (token.tokenType !== UnterminatedComment) kept.push(token)
  }
  return { tokens: kept, mistakes }
}

function retag(token: IToken, type: TokenType | undefined): void {
  if (type === undefined) return
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx!
}

function mistakeOf(token: IToken): LexicalMistake | null {
  switch (token.tokenType) {
    case UnterminatedText:
      return { kind: 'unterminated-text', token }
    case UnterminatedName:
      return { kind: 'unterminated-name', token }
    case UnterminatedComment:
      return { kind: 'unterminated-comment', token }
    case DoubleQuoted:
      return { kind: 'double-quoted', token }
    case FullWidth:
      return { kind: 'full-width', token, meant: String.fromCodePoint(token.image.codePointAt(0)! - 0xfee0) }
    default:
      return null
  }
}

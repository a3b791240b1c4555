/**
 * What may be left out of a statement so that the rest reads: the list items and clauses around a mistake. Recovery inside the
 * grammar goes on where it can; where that gives several messages, a reading without the broken part is tried instead.
 */
import { tokenMatcher, type IToken } from '../../../grammar/chevrotain.ts'
import * as t from '../../../grammar/tokens.ts'

const k = t.keywords

/** Begin a part at the outermost level. */
const clauseWords = new Set([k.COMMENT, k.FROM, k.FILTER, k.PARSE, k.WHERE, k.GIVEN])

/** Words behind a name that make an item of a table of it. */
const typePattern =
  /^(BOOLEAN|TINYINT|SMALLINT|INT|INTEGER|BIGINT|FLOAT|REAL|DOUBLE|DECIMAL|NUMERIC|STRING|VARCHAR|CHAR|BYTES|BINARY|VARBINARY|DATE|TIME|TIMESTAMP|TIMESTAMP_LTZ|JSON|ARRAY|MAP|ROW)$/i

interface Part {
  readonly start: number
  /** Exclusive; the comma behind an item belongs to it. */
  readonly end: number
}

/** Whether it is the beginning of a table that does not read: what follows has nothing to be part of. */
export function isInHead(tokens: readonly IToken[], mistake: number): boolean {
  const open = tokens.findIndex(({ tokenType }) => tokenType === t.LeftParen)
  return tokens[0]?.tokenType === k.CREATE && (open < 0 || mistake <= open + 1)
}

/** Readings to try: without the part around a token, or without the one before it, where a parenthesis there lacks its other half. */
export function readingsWithout(tokens: readonly IToken[], mistake: number): readonly (readonly IToken[])[] {
  const parts = partsOf(tokens)
  const at = parts.findIndex(({ start, end }) => start <= mistake && mistake < end)
  if (at < 0) return []
  const before = parts[at - 1]
  const suspects = before !== undefined && isUnpaired(tokens, before) ? [before, parts[at]] : [parts[at]]
  return suspects.map(({ start, end }) => withoutTokens(tokens, start, end))
}

function isUnpaired(tokens: readonly IToken[], { start, end }: Part): boolean {
  const types = tokens.slice(start, end).map(({ tokenType }) => tokenType)
  return types.filter((type) => type === t.LeftParen).length !== types.filter((type) => type === t.RightParen).length
}

/** The comma before the last item of a list goes with it. */
function withoutTokens(tokens: readonly IToken[], start: number, end: number): readonly IToken[] {
  const isLast = tokens[end]?.tokenType === t.RightParen
  const from = isLast && tokens[start - 1]?.tokenType === t.Comma ? start - 1 : start
  return [...tokens.slice(0, from), ...tokens.slice(end)]
}

/** Items of the table's list, clauses behind it; cases of a TEST; items of every other statement's lists. */
function partsOf(tokens: readonly IToken[]): readonly Part[] {
  if (tokens[0]?.tokenType === k.TEST) return clausesFrom(tokens, 0)
  if (!tokens.some(({ tokenType }, index) => tokenType === k.TABLE && index < 4)) return itemsOfLists(tokens)
  const open = tokens.findIndex(({ tokenType }) => tokenType === t.LeftParen)
  const close = open < 0 ? -1 : endOfItems(tokens, open)
  const items = close < 0 ? [] : itemsBetween(tokens, open, close)
  return [...items, ...clausesFrom(tokens, close + 1)]
}

/** Options and names, between parentheses that are in no others. */
function itemsOfLists(tokens: readonly IToken[]): readonly Part[] {
  const items: Part[] = []
  let depth = 0
  let start = 0
  for (const [index, { tokenType }] of tokens.entries()) {
    const ends = depth === 1 && (tokenType === t.Comma || tokenType === t.RightParen)
    if (ends) items.push({ start, end: tokenType === t.Comma ? index + 1 : index })
    if (tokenType === t.LeftParen) depth++
    if (tokenType === t.RightParen) depth--
    if (ends || tokenType === t.LeftParen) start = index + 1
  }
  return items
}

/** Where the list ends: a `)` with a clause or the end behind it, though parentheses in it may not pair. */
function endOfItems(tokens: readonly IToken[], open: number): number {
  return tokens.findIndex(({ tokenType }, index) => {
    const next = tokens[index + 1]?.tokenType
    const ends = next === t.Semicolon || next === k.LIKE || (next !== undefined && clauseWords.has(next))
    return index > open && tokenType === t.RightParen && ends && !isColumnComment(tokens, index + 1)
  })
}

/** `DECIMAL(18, 2) COMMENT 'text',` goes on in the list. */
function isColumnComment(tokens: readonly IToken[], index: number): boolean {
  const behind = tokens[index + 2]?.tokenType
  return tokens[index].tokenType === k.COMMENT && (behind === t.Comma || behind === t.RightParen)
}

function itemsBetween(tokens: readonly IToken[], open: number, close: number): readonly Part[] {
  const starts = [open + 1]
  let depth = 0
  for (let index = open + 1; index < close; index++) {
    const { tokenType } = tokens[index]
    if (tokenType === t.LeftParen || tokenType === t.Less) depth++
    if (tokenType === t.RightParen || tokenType === t.Greater) depth--
    if (tokenType !== t.Comma || !(depth === 0 || beginsItem(tokens, index + 1))) continue
    starts.push(index + 1)
    depth = 0
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? close }))
}

function beginsItem(tokens: readonly IToken[], index: number): boolean {
  const [first, second] = [tokens[index], tokens[index + 1]]
  if (first === undefined || second === undefined) return false
  if (first.tokenType === k.CONSTRAINT || first.tokenType === k.CHECK) return true
  return tokenMatcher(first, t.Name) && (second.tokenType === k.FOR || typePattern.test(second.image))
}

function clausesFrom(tokens: readonly IToken[], from: number): readonly Part[] {
  const starts = tokens.flatMap(({ tokenType }, index) => (index >= from && clauseWords.has(tokenType) ? [index] : []))
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? tokens.length - 1 }))
}

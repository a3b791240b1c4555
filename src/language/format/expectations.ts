/**
 * Other expectations in the TESTs of a file, and nothing else changed: `sluice test --update`. A value is written in the place of
 * the old one, so that what stands around it stays; where the shape is another, the whole expectation is written anew, the
 * comments that stood in it before it. What is written is in the one style; a file that was in it stays so.
 */
import type { IToken } from '../../../grammar/chevrotain.ts'
import { tokenize } from '../../../grammar/tokens.ts'
import type { ExpectedRowNode, ExpectNode, TestCaseNode } from '../ast.ts'
import { parse } from '../parse.ts'
import { placeOf, type SourceFile } from '../source.ts'
import { commentsIn } from './comments.ts'
import { format } from './index.ts'

/** The case at a place, and what it is to expect. */
export interface ExpectationChange {
  /** `file:line:column`, where its GIVEN begins. */
  readonly place: string
  readonly expect: ExpectationText
}

/** Names and values as SQL. */
export type ExpectationText =
  | { readonly kind: 'rows'; readonly rows: readonly RowText[] }
  | { readonly kind: 'error' | 'dropped'; readonly word: string }

export interface RowText {
  readonly sinks: readonly string[] | null
  readonly columns: readonly ColumnText[]
}

export interface ColumnText {
  /** As SQL writes it. */
  readonly name: string
  readonly value: string
  /** Whether it equals the value that stands there, however that is written. */
  readonly isUnchanged: boolean
}

interface Edit {
  readonly start: number
  /** Exclusive. */
  readonly end: number
  readonly text: string
}

/** The text of a file that parses, with those of the changes whose places are in it. */
export function rewriteExpectations(file: SourceFile, changes: readonly ExpectationChange[]): string {
  const byPlace = new Map(changes.map((change) => [change.place, change.expect]))
  if (byPlace.size === 0) return file.text
  const cases = testCases(file)
  const { tokens } = tokenize(file.text)
  const edits = cases.flatMap((node): readonly Edit[] => {
    const expect = byPlace.get(placeOf(node.span))
    return expect === undefined ? [] : [editOf(node, expect, tokens)]
  })
  if (edits.length === 0) return file.text
  const isInStyle = formatted(file.text) === file.text
  return isInStyle
    ? formatted(withEdits(file.text, edits))
    : withEdits(
        file.text,
        edits.map((edit) => styledEdit(file, edit, cases)),
      )
}

/** Of all TESTs of a file, in order. */
export function testCases(file: SourceFile): readonly TestCaseNode[] {
  return parse(file).source.statements.flatMap((statement) => (statement.kind === 'test' ? statement.cases : []))
}

function formatted(text: string): string {
  const result = format({ path: '', text })
  if ('mistakes' in result) throw new Error(`does not parse: ${result.mistakes[0]?.message}`)
  return result.text
}

/** From behind GIVEN and its WITH to the end of the expectation. */
function editOf(node: TestCaseNode, expect: ExpectationText, all: readonly IToken[]): Edit {
  const start = endOfGiven(node, all)
  const end = node.span.end
  const { text } = node.span.file
  const spliced = valueEdits(node.expect, expect)
  if (spliced !== null) return { start, end, text: withEdits(text.slice(0, end), spliced).slice(start) }
  const [first, ...others] = tokensIn(all, start, end)
  const comments = commentsIn(text, others, first.startOffset + first.image.length, end)
  const before = `${text.slice(start, first.startOffset).trimEnd()}\n`
  return {
    start,
    end,
    text: `${before}${comments.map((each) => `${each}\n`).join('')}EXPECT ${expectationText(expect)}`,
  }
}

function endOfGiven({ given, metadata, span }: TestCaseNode, all: readonly IToken[]): number {
  if (metadata.length === 0) return given.span.end
  const last = metadata[metadata.length - 1].span.end
  const [closing] = tokensIn(all, last, span.end).filter(({ image }) => image === ')')
  return closing.startOffset + 1
}

function tokensIn(all: readonly IToken[], start: number, end: number): readonly IToken[] {
  return all.filter(({ startOffset }) => startOffset >= start && startOffset < end)
}

/** Null: the shape is another. */
function valueEdits(node: ExpectNode, expect: ExpectationText): readonly Edit[] | null {
  if (node.kind === 'rows') {
    if (expect.kind !== 'rows' || expect.rows.length !== node.rows.length) return null
    const edits = node.rows.map((row, index) => rowEdits(row, expect.rows[index]))
    return edits.includes(null) ? null : edits.flatMap((each) => each ?? [])
  }
  if (node.kind !== expect.kind) return null
  return [{ ...node.span, text: `'${expect.word}'` }]
}

function rowEdits(node: ExpectedRowNode, row: RowText): readonly Edit[] | null {
  const isAlike = (node.sinks === null) === (row.sinks === null) && node.columns.length === row.columns.length
  if (!isAlike) return null
  const sinks = sinkEdits(node, row)
  const values = node.columns.flatMap(({ value }, index) => {
    const { value: text, isUnchanged } = row.columns[index]
    return isUnchanged ? [] : [{ ...value.span, text }]
  })
  return [...sinks, ...values]
}

/** Names as `EXPECT IN` has them, all of them anew where one is another. */
function sinkEdits(node: ExpectedRowNode, row: RowText): readonly Edit[] {
  if (node.sinks === null || row.sinks === null) return []
  const { file, start } = node.sinks[0].span
  const { end } = node.sinks[node.sinks.length - 1].span
  const written = new Set(node.sinks.map(({ span }) => file.text.slice(span.start, span.end)))
  const isSame = written.size === row.sinks.length && row.sinks.every((name) => written.has(name))
  return isSame ? [] : [{ start, end, text: row.sinks.join(', ') }]
}

function expectationText(expect: ExpectationText): string {
  if (expect.kind === 'rows') return expect.rows.map(rowText).join(', ')
  return `${expect.kind.toUpperCase()} '${expect.word}'`
}

function rowText({ sinks, columns }: RowText): string {
  const list = `(${columns.map(({ name, value }) => `${name} = ${value}`).join(', ')})`
  return sinks === null ? list : `IN ${sinks.join(', ')} ${list}`
}

/** The edit laid out as in a TEST of its own; how the rest of the file is written does not matter for that. */
function styledEdit({ text }: SourceFile, edit: Edit, cases: readonly TestCaseNode[]): Edit {
  const node = cases.find(({ span }) => span.end === edit.end)!
  const given = text.slice(node.span.start, edit.start)
  const isLast = text.slice(edit.end).trimStart().startsWith(';')
  const styled = formatted(`TEST t ${given}${edit.text}${isLast ? '' : `\nGIVEN '' EXPECT ()`};`)
  const { tokens } = tokenize(styled)
  const givenTokens = tokenize(given).tokens.length
  const start = tokens[1 + givenTokens]
  const last = tokens[tokens.length - (isLast ? 2 : 7)]
  return { ...edit, text: styled.slice(start.startOffset + start.image.length, last.startOffset + last.image.length) }
}

function withEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let from = 0
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(from, start) + replacement
    from = end
  }
  return result + text.slice(from)
}

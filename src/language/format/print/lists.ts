/** Lists between parentheses: in one line, or an item a line. */
import type { CstNode } from '../../../../grammar/chevrotain.ts'
import { Comma, LeftParen } from '../../../../grammar/tokens.ts'
import { blankLine, group, hardLine, indent, line, sequence, softLine, type Document } from '../document.ts'
import { firstToken, inLine, isToken, partsOf, type Part, type Printer } from './printer.ts'

export interface ListStyle {
  /** An item a line, though it would fit. */
  readonly broken: boolean
  /** As many items a line as fit. */
  readonly filled?: boolean
  readonly printItem?: (item: Part) => Document
}

/** `parts`: what opens, items with commas between them, what closes. */
export function printList(parts: readonly Part[], printer: Printer, style: ListStyle = { broken: false }): Document {
  const opening = parts[0]
  const closing = firstToken(parts[parts.length - 1])
  const comments = printer.commentsOf(closing)
  const close: Document = { kind: 'token', text: closing.image, comments: { ...comments, leading: [] } }
  const content = printItems(parts.slice(1, -1), printer, style)
  if (comments.leading.length > 0) {
    content.push(style.broken ? hardLine : softLine, { kind: 'comments', comments: comments.leading })
  }
  if (content.length === 0) return sequence(printer.print(opening), close)
  const edge = style.broken ? hardLine : softLine
  return group(printer.print(opening), indent(edge, ...content), edge, close)
}

/** Items behind one another; a comma stays with its item, and so does an empty line before one. */
export function printItems(parts: readonly Part[], printer: Printer, style: ListStyle): Document[] {
  const print = style.printItem ?? printer.print
  return parts.flatMap((part, index) => {
    if (isComma(part) || index === 0) return [print(part)]
    if (style.filled === true) return [group(line, print(part))]
    return [style.broken ? lineBefore(part, printer) : line, print(part)]
  })
}

/** A new line, and an empty one where one was. */
export function lineBefore(part: Part, printer: Printer): Document {
  return printer.commentsOf(firstToken(part)).blankBefore ? blankLine : hardLine
}

function isComma(part: Part): boolean {
  return isToken(part) && part.tokenType === Comma
}

/** One thing between parentheses, that stays together. */
export function printEnclosed(parts: readonly Part[], printer: Printer): Document {
  const [open, close] = [parts[0], parts[parts.length - 1]].map(printer.print)
  return group(open, indent(softLine, inLine(parts.slice(1, -1), printer)), softLine, close)
}

/** What stands before the parentheses in one line (a blank or nothing behind it), then the list. */
export function printHeadAndList(node: CstNode, printer: Printer, gap: Document, style?: ListStyle): Document {
  const [head, parentheses] = splitAtParenthesis(node)
  return sequence(inLine(head, printer), gap, printList(parentheses, printer, style))
}

export function splitAtParenthesis(node: CstNode): readonly [readonly Part[], readonly Part[]] {
  const parts = partsOf(node)
  const open = parts.findIndex((part) => isToken(part) && part.tokenType === LeftParen)
  return [parts.slice(0, open), parts.slice(open)]
}

/** What every rule's printer needs: parts of a tree in the order written, and how each of them is printed. */
import type { CstNode, IToken } from '../../../../grammar/chevrotain.ts'
import * as t from '../../../../grammar/tokens.ts'
import type { Comments } from '../comments.ts'
import { sequence, space, type Document } from '../document.ts'

export type Part = CstNode | IToken

export interface Printer {
  /** A part by its rule; a token as written, keywords in upper case. */
  readonly print: (part: Part) => Document
  readonly commentsOf: (token: IToken) => Comments
}

export type PrintRule = (node: CstNode, printer: Printer) => Document

export function isToken(part: Part): part is IToken {
  return 'image' in part
}

/** A node's parts, in the order written. */
export function partsOf(node: CstNode): readonly Part[] {
  return Object.values(node.children)
    .flat()
    .toSorted((a, b) => startOf(a) - startOf(b))
}

function startOf(part: Part): number {
  return isToken(part) ? part.startOffset : part.location!.startOffset
}

export function firstToken(part: Part): IToken {
  let first = part
  while (!isToken(first)) first = partsOf(first)[0]
  return first
}

/** The name of a node's rule, or of a token's type. */
export function kindOf(part: Part): string {
  return isToken(part) ? part.tokenType.name : part.name
}

/** Words that are names in the grammar and keywords to people: types, units, kinds of steps. */
export function printWord(node: CstNode, { commentsOf }: Printer): Document {
  const token = firstToken(node)
  return { kind: 'token', text: token.image.toUpperCase(), comments: commentsOf(token) }
}

const closing = new Set([t.Comma, t.Semicolon, t.RightParen, t.RightBracket])
const opening = new Set([t.LeftParen, t.LeftBracket])

/** A blank between two parts, but none before what closes and behind what opens. */
export function between(left: Part, right: Part): Document {
  const isTight = (isToken(left) && opening.has(left.tokenType)) || (isToken(right) && closing.has(right.tokenType))
  return isTight ? sequence() : space
}

/** Parts in one line; `print` for those that are not printed by their rule. */
export function inLine(parts: readonly Part[], printer: Printer, print = printer.print): Document {
  return sequence(
    ...parts.flatMap((part, index) => (index === 0 ? [print(part)] : [between(parts[index - 1], part), print(part)])),
  )
}

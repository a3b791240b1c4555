/** What every lowering function needs: spans of concrete nodes, names and texts as meant, and the way out of a broken node. */
import type { CstNode, IToken } from '../../../grammar/chevrotain.ts'
import type { NameCstNode, NullOnErrorCstNode, PairCstNode, TextCstNode } from '../../../grammar/cst.ts'
import type { Name, Option, Text } from '../ast.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { SourceFile, Span } from '../source.ts'

export interface Lowering {
  readonly file: SourceFile
  report(diagnostic: Diagnostic): void
}

/** Thrown where recovery left a hole; the list or statement around it leaves the item out. The parser has reported it. */
export class Incomplete extends Error {}

/** A child that the grammar promises, or Incomplete where recovery skipped it. */
export function child<T extends CstNode | IToken>(children: readonly T[] | undefined, index = 0): T {
  const found = children?.[index]
  if (found === undefined || isInserted(found)) throw new Incomplete()
  return found
}

function isInserted(part: CstNode | IToken): boolean {
  return 'isInsertedInRecovery' in part && part.isInsertedInRecovery === true
}

/** The value of an item, or null where it is incomplete. */
export function attempt<T>(lower: () => T): T | null {
  try {
    return lower()
  } catch (error) {
    if (error instanceof Incomplete) return null
    throw error
  }
}

/** The complete ones of a list. */
export function complete<C, T>(nodes: readonly C[] | undefined, lower: (node: C) => T): T[] {
  const items: T[] = []
  for (const node of nodes ?? []) {
    const item = attempt(() => lower(node))
    if (item !== null) items.push(item)
  }
  return items
}

export function spanOf({ file }: Lowering, node: CstNode): Span {
  const { startOffset, endOffset } = node.location!
  if (!(startOffset >= 0) || endOffset === undefined) throw new Incomplete()
  return { file, start: startOffset, end: endOffset + 1 }
}

export function spanOfToken({ file }: Lowering, token: IToken): Span {
  return { file, start: token.startOffset, end: token.startOffset + token.image.length }
}

/** From the first token to the last. */
export function spanBetween({ file }: Pick<Lowering, 'file'>, first: IToken, last: IToken): Span {
  return { file, start: first.startOffset, end: last.startOffset + last.image.length }
}

export function lowerName(lowering: Lowering, node: NameCstNode): Name {
  const token = child(node.children.Name)
  return { span: spanOfToken(lowering, token), text: nameText(token.image) }
}

function nameText(image: string): string {
  if (image.startsWith('`')) return image.replace(/^`|`$/g, '').replaceAll('``', '`')
  if (image.startsWith('"')) return image.slice(1, -1).replaceAll('""', '"')
  return image
}

export function lowerText(lowering: Lowering, node: TextCstNode): Text {
  const token = child(node.children.Text)
  return { span: spanOfToken(lowering, token), value: textValue(token.image) }
}

/** The value of a literal; one that is not closed (reported already) ends where the file ends. */
function textValue(image: string): string {
  if (image.startsWith('$$')) return image.slice(2, image.length > 3 && image.endsWith('$$') ? -2 : undefined)
  const quote = image[0]
  const closed = image.length > 1 && image.endsWith(quote)
  return image.slice(1, closed ? -1 : undefined).replaceAll(quote + quote, quote)
}

export function lowerOption(lowering: Lowering, node: PairCstNode): Option {
  const key = lowerText(lowering, child(node.children.text))
  const value = lowerText(lowering, child(node.children.text, 1))
  return { span: spanOf(lowering, node), key, value }
}

export function lowerNullOnError(lowering: Lowering, nodes: readonly NullOnErrorCstNode[] | undefined): Span | null {
  return nodes === undefined ? null : spanOf(lowering, child(nodes))
}

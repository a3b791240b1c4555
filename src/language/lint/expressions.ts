/** Expressions as written, wherever in a program they stand. */
import type { ExpressionNode } from '../ast.ts'

/** All in a tree, in the order written. Trees are of bounded depth. */
export function expressionsOf(part: unknown): readonly ExpressionNode[] {
  const found: ExpressionNode[] = []
  collect(part, found)
  return found
}

function collect(part: unknown, found: ExpressionNode[]): void {
  if (typeof part !== 'object' || part === null) return
  if (Array.isArray(part)) {
    for (const element of part) collect(element, found)
    return
  }
  if ('kind' in part && 'span' in part) found.push(part as ExpressionNode)
  for (const key of Object.keys(part)) if (key !== 'span') collect(Reflect.get(part, key), found)
}

/** Expressions as written, wherever in a program they stand. */
import type { ExpressionNode } from '../ast.ts'

/** All in a tree, in the order written. Trees are of bounded depth. */
export function* expressionsOf(part: unknown): Generator<ExpressionNode> {
  if (typeof part !== 'object' || part === null) return
  if ('kind' in part && 'span' in part) yield part as ExpressionNode
  for (const [key, value] of Object.entries(part)) if (key !== 'span') yield* expressionsOf(value)
}

/** Comparisons with NULL: never TRUE, whatever the value. */
import type { ExpressionNode, SourceText } from '../ast.ts'
import type { Reporter } from '../check/reporter.ts'
import { expressionsOf } from './expressions.ts'

export function lintNulls(texts: readonly SourceText[], report: Reporter): void {
  for (const node of expressionsOf(texts.map(({ statements }) => statements))) {
    const help = wayOut(node)
    if (help === null) continue
    report.warning('W2007', node.span, 'this comparison is never TRUE', {
      label: 'whatever is compared with NULL is NULL',
      help,
    })
  }
}

function wayOut(node: ExpressionNode): string | null {
  switch (node.kind) {
    case 'comparison': {
      if (node.left.kind !== 'null' && node.right.kind !== 'null') return null
      if (node.operator === '=') return 'write … IS NULL'
      return node.operator === '<>' ? 'write … IS NOT NULL' : 'compare with a value, or write … IS NULL'
    }
    case 'between':
      return node.low.kind === 'null' || node.high.kind === 'null'
        ? 'write one comparison for the bound there is'
        : null
    case 'in':
      if (!node.negated || node.candidates.every(({ kind }) => kind !== 'null')) return null
      return 'take NULL out of the list, and add AND … IS NOT NULL'
    case 'like':
      return node.pattern.kind === 'null' ? 'write … IS NULL' : null
    default:
      return null
  }
}

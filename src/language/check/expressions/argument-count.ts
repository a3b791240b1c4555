/** A call with more or fewer arguments than its function takes. */
import type { ExpressionNode } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>

/** `forms`: how the function is written. */
export function reportCount(node: CallNode, name: string, forms: string, report: Reporter): null {
  const count = node.arguments.length
  report.error('E3003', node.span, `\`${name}\` does not take ${count} argument${count === 1 ? '' : 's'}`, {
    label: 'wrong number of arguments',
    help: `write ${forms}`,
  })
  return null
}

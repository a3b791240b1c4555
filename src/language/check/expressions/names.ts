/** Names, and parts of something: `headers['x']`, `a[1]`, `r.field`. */
import type { ExpressionNode } from '../../ast.ts'
import type { Binder, Bound } from './bound.ts'
import { isBareClock, reportClock } from './clock.ts'
import { bindItem } from './collections.ts'

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { readonly kind: K }>

export function bindName({ name }: Node<'name'>, { scope, report }: Binder): Bound {
  if (isBareClock(name.text) && !scope.has(name.text)) return reportClock(name, report)
  return scope.resolve(name, report)
}

export function bindElement(node: Node<'element'>, binder: Binder): Bound {
  const { scope, report } = binder
  const { operand, index } = node
  if (scope.header !== null && operand.kind === 'name' && operand.name.text === 'headers') {
    if (index.kind === 'string') return scope.header(index.value)
    report.error('E3016', index.span, 'the name of a header must be a constant', {
      label: 'not a text literal',
      help: "write headers['name']",
    })
    return null
  }
  return bindItem(node, binder)
}

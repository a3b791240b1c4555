/** Names, and elements of something: `headers['x']`. */
import type { ExpressionNode } from '../../ast.ts'
import type { Binder, Bound } from './bound.ts'
import { isBareClock, reportClock } from './clock.ts'

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
  const bound = binder.bind(operand)
  binder.bind(index)
  if (bound === null) return null
  report.error('E4009', node.span, 'reading elements with `[…]` is not supported yet', {
    label: 'not yet',
    help: "bring the element in as a column of its own: `name type PATH '$.a[0]'`",
  })
  return null
}

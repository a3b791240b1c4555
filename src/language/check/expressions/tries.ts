/** TRY(e), and Spark's short forms of it over arithmetic: try_divide(a, b) is TRY(a / b). */
import type { ExpressionNode } from '../../ast.ts'
import { bindArithmetic } from './arithmetic.ts'
import type { Binder, Bound } from './bound.ts'
import { typedOrNull } from './coercion.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>
type Operator = Extract<ExpressionNode, { readonly kind: 'arithmetic' }>['operator']

/** Of one argument. */
export function tryForm({ arguments: [operand] }: CallNode, binder: Binder): Bound {
  return tried(binder.bind(operand))
}

/** By name: the operator between the two arguments. */
export const triedOperators: ReadonlyMap<string, Operator> = new Map([
  ['try_add', '+'],
  ['try_subtract', '-'],
  ['try_multiply', '*'],
  ['try_divide', '/'],
  ['try_mod', '%'],
])

/** Of two arguments. */
export function tryArithmetic(operator: Operator): (node: CallNode, binder: Binder) => Bound {
  return ({ arguments: [left, right], span }, binder) =>
    tried(bindArithmetic({ kind: 'arithmetic', span, operator, left, right }, binder))
}

function tried(bound: Bound): Bound {
  const operand = typedOrNull(bound)
  return operand === null ? null : { kind: 'try', operand, type: operand.type }
}

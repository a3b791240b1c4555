/** =, <, IS DISTINCT FROM, BETWEEN, IN: both sides in one type. */
import type { ExpressionNode } from '../../ast.ts'
import type { Comparison, Expression } from '../../../model/expression.ts'
import { typeText } from '../../../types/text.ts'
import { booleanType, sourceText } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindAll, unify } from './coercion.ts'
import type { Operand } from './coercion.ts'

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { readonly kind: K }>

export function bindComparison(node: Node<'comparison'>, binder: Binder): Bound {
  const sides = comparable([node.left, node.right], binder)
  return sides === null ? null : comparison(node.operator, sides[0], sides[1])
}

export function bindDistinctFrom(node: Node<'distinct-from'>, binder: Binder): Bound {
  const sides = comparable([node.left, node.right], binder)
  if (sides === null) return null
  return { kind: 'distinct-from', negated: node.negated, left: sides[0], right: sides[1], type: booleanType }
}

/** As the standard defines it: `x >= low AND x <= high`. */
export function bindBetween(node: Node<'between'>, binder: Binder): Bound {
  const sides = comparable([node.operand, node.low, node.high], binder)
  if (sides === null) return null
  const [operand, low, high] = sides
  const between: Expression = {
    kind: 'logical',
    operator: 'AND',
    operands: [comparison('>=', operand, low), comparison('<=', operand, high)],
    type: booleanType,
  }
  return node.negated ? { kind: 'not', operand: between, type: booleanType } : between
}

export function bindIn(node: Node<'in'>, binder: Binder): Bound {
  const sides = comparable([node.operand, ...node.candidates], binder)
  if (sides === null) return null
  const [operand, ...candidates] = sides
  return { kind: 'in', negated: node.negated, operand, candidates, type: booleanType }
}

export function comparison(operator: Comparison['operator'], left: Expression, right: Expression): Expression {
  return { kind: 'comparison', operator, left, right, type: booleanType }
}

/** All in one type that can be compared; null: reported. */
export function comparable(nodes: readonly ExpressionNode[], binder: Binder): readonly Expression[] | null {
  const operands = bindAll(nodes, binder)
  if (operands.some((operand) => isIncomparable(operand, binder))) return null
  return unify(operands, 'compare', binder)?.expressions ?? null
}

function isIncomparable({ node, bound }: Operand, { report }: Binder): boolean {
  if (bound === null || bound.kind === 'untyped-null') return false
  const { kind } = bound.type
  if (kind !== 'JSON' && kind !== 'ARRAY' && kind !== 'MAP' && kind !== 'ROW') return false
  report.error('E3001', node.span, `${typeText(bound.type)} cannot be compared`, {
    label: `this is ${typeText(bound.type)}`,
    help:
      kind === 'JSON'
        ? `compare a part of it, json_value(${sourceText(node)}, '$.…'), or its text, CAST(${sourceText(node)} AS STRING)`
        : `compare a part of it, brought in as a column: PATH '$.…'`,
  })
  return true
}

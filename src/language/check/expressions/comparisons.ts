/** =, <, IS DISTINCT FROM, BETWEEN, IN: both sides in one type. ARRAY, MAP and ROW are equal or not, and have no order. */
import type { ExpressionNode } from '../../ast.ts'
import type { Comparison, Expression } from '../../../model/expression.ts'
import { isNested } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import { booleanType, sourceText } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindAll, unify } from './coercion.ts'
import type { Operand } from './coercion.ts'

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { readonly kind: K }>

export function bindComparison(node: Node<'comparison'>, binder: Binder): Bound {
  const { operator } = node
  const sides = comparable([node.left, node.right], binder, operator !== '=' && operator !== '<>')
  return sides === null ? null : comparison(operator, sides[0], sides[1])
}

export function bindDistinctFrom(node: Node<'distinct-from'>, binder: Binder): Bound {
  const sides = comparable([node.left, node.right], binder)
  if (sides === null) return null
  return { kind: 'distinct-from', negated: node.negated, left: sides[0], right: sides[1], type: booleanType }
}

/** As the standard defines it: `x >= low AND x <= high`. */
export function bindBetween(node: Node<'between'>, binder: Binder): Bound {
  const sides = comparable([node.operand, node.low, node.high], binder, true)
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

/** All in one type that can be compared; null: reported. `ordered`: not only whether they are equal. */
export function comparable(
  nodes: readonly ExpressionNode[],
  binder: Binder,
  ordered = false,
): readonly Expression[] | null {
  const operands = bindAll(nodes, binder)
  if (operands.some((operand) => isIncomparable(operand, ordered, binder))) return null
  return unify(operands, 'compare', binder)?.expressions ?? null
}

function isIncomparable({ node, bound }: Operand, ordered: boolean, { report }: Binder): boolean {
  if (bound === null || bound.kind === 'untyped-null') return false
  const { type } = bound
  const text = sourceText(node)
  const label = `this is ${typeText(type)}`
  if (type.kind === 'JSON') {
    report.error('E3001', node.span, 'JSON cannot be compared', {
      label,
      help: `compare a part of it, json_value(${text}, '$.…'), or its text, CAST(${text} AS STRING)`,
    })
  } else if (isNested(type) && holdsJson(type)) {
    report.error('E3001', node.span, `${typeText(type)} cannot be compared: it holds JSON`, {
      label,
      help: `compare its text, CAST(${text} AS STRING)`,
    })
  } else if (isNested(type) && ordered) {
    report.error('E3001', node.span, `${typeText(type)} has no order`, {
      label,
      help: 'only =, <>, IS DISTINCT FROM and IN take it; or compare a part of it',
    })
  } else return false
  return true
}

function holdsJson(type: LogicalType): boolean {
  switch (type.kind) {
    case 'ARRAY':
      return holdsJson(type.element)
    case 'MAP':
      return holdsJson(type.value)
    case 'ROW':
      return type.fields.some((field) => holdsJson(field.type))
    default:
      return type.kind === 'JSON'
  }
}

/** CASE, CAST, and the forms that look like functions but evaluate only what they need: coalesce, if, try. */
import type { ExpressionNode } from '../../ast.ts'
import type { Case, Expression } from '../../../model/expression.ts'
import { resolveType } from '../type-nodes.ts'
import { reportCount } from './argument-count.ts'
import { literal, untypedNull } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindJsonArray, bindJsonObject } from './call-clauses.ts'
import { castConstant, castProblem } from './casts.ts'
import { bindArray, bindMap, bindRow } from './collections.ts'
import { bindAll, bindCondition, isAllNull, unify } from './coercion.ts'
import type { Operand } from './coercion.ts'
import { comparable, comparison } from './comparisons.ts'
import { triedOperators, tryArithmetic, tryForm } from './tries.ts'

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { readonly kind: K }>
type CallNode = Node<'call'>

export function bindCase(node: Node<'case'>, binder: Binder): Bound {
  const conditions = node.operand === null ? searched(node, binder) : simple(node, node.operand, binder)
  const results = bindAll(
    node.branches.map(({ then }) => then),
    binder,
  )
  const otherwise: Operand =
    node.otherwise === null
      ? { node, bound: untypedNull }
      : { node: node.otherwise, bound: binder.bind(node.otherwise) }
  const all = [...results, otherwise]
  if (conditions !== null && isAllNull(all)) return untypedNull
  const unified = unify(all, 'choose between', binder)
  if (conditions === null || unified === null) return null
  const { type, expressions } = unified
  const branches = conditions.map((when, i) => ({ when, then: expressions[i] }))
  return { kind: 'case', branches, otherwise: expressions[branches.length], type }
}

function searched(node: Node<'case'>, binder: Binder): readonly Expression[] | null {
  const conditions = node.branches.map(({ when }) => bindCondition(when, 'what WHEN asks', binder))
  const known = conditions.filter((condition) => condition !== null)
  return known.length < conditions.length ? null : known
}

function simple(node: Node<'case'>, operand: ExpressionNode, binder: Binder): readonly Expression[] | null {
  const sides = comparable([operand, ...node.branches.map(({ when }) => when)], binder)
  return sides === null ? null : sides.slice(1).map((candidate) => comparison('=', sides[0], candidate))
}

export function bindCast(node: Node<'cast'>, binder: Binder): Bound {
  const bound = binder.bind(node.operand)
  const type = resolveType(node.type, binder.report)
  if (bound === null || type === null) return null
  if (bound.kind === 'untyped-null') return literal(null, type)
  const problem = castProblem(bound.type, type)
  if (problem !== null) {
    const { message, help } = problem
    binder.report.error('E3008', node.span, message, { label: 'no such conversion', help })
    return null
  }
  const constant = bound.kind === 'literal' ? castConstant(bound, type, binder.timeZone) : null
  return constant ?? { kind: 'cast', operand: bound, lenient: node.lenient, type }
}

interface Form {
  readonly usage: string
  readonly bind: (node: CallNode, binder: Binder) => Bound
}

/** By name, lower case. Each takes the call and gives what it stands for. */
export const specialForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['coalesce', { usage: 'coalesce(a, b, …)', bind: coalesce }],
  ['ifnull', { usage: 'ifnull(a, b)', bind: (node, binder) => exactly(2, node, binder, coalesce) }],
  ['nvl', { usage: 'nvl(a, b)', bind: (node, binder) => exactly(2, node, binder, coalesce) }],
  ['if', { usage: 'if(condition, a, b)', bind: (node, binder) => exactly(3, node, binder, ifForm) }],
  [
    'array',
    {
      usage: "ARRAY[value, …]; an empty one is CAST('[]' AS ARRAY<INT>)",
      bind: (node, binder) => atLeast(1, node, binder, bindArray),
    },
  ],
  [
    'map',
    {
      usage: "MAP[key, value, …]; an empty one is CAST('{}' AS MAP<STRING, INT>)",
      bind: (node, binder) => inPairs(node, binder, bindMap),
    },
  ],
  ['row', { usage: 'ROW(value, …)', bind: (node, binder) => atLeast(1, node, binder, bindRow) }],
  ['json_object', { usage: "json_object('key' VALUE value, …)", bind: bindJsonObject }],
  ['json_array', { usage: 'json_array(value, …)', bind: bindJsonArray }],
  ['try', { usage: 'try(a)', bind: (node, binder) => exactly(1, node, binder, tryForm) }],
  ...Array.from(triedOperators, ([name, operator]): [string, Form] => {
    const bind = tryArithmetic(operator)
    return [name, { usage: `${name}(a, b)`, bind: (node, binder) => exactly(2, node, binder, bind) }]
  }),
])

function exactly(
  count: number,
  node: CallNode,
  binder: Binder,
  bind: (node: CallNode, binder: Binder) => Bound,
): Bound {
  if (node.arguments.length === count) return bind(node, binder)
  for (const argument of node.arguments) binder.bind(argument)
  return wrongCount(node, binder)
}

function atLeast(count: number, node: CallNode, binder: Binder, bind: Form['bind']): Bound {
  return node.arguments.length < count ? wrongCount(node, binder) : bind(node, binder)
}

function inPairs(node: CallNode, binder: Binder, bind: Form['bind']): Bound {
  const isOdd = node.arguments.length % 2 === 1
  return isOdd ? exactly(node.arguments.length + 1, node, binder, bind) : atLeast(2, node, binder, bind)
}

function wrongCount(node: CallNode, { report }: Binder): null {
  const name = node.name.text
  return reportCount(node, name, specialForms.get(name.toLowerCase())!.usage, report)
}

function coalesce(node: CallNode, binder: Binder): Bound {
  if (node.arguments.length === 0) return wrongCount(node, binder)
  const operands = bindAll(node.arguments, binder)
  if (isAllNull(operands)) return untypedNull
  const unified = unify(operands, 'choose between', binder)
  return unified === null ? null : { kind: 'coalesce', operands: unified.expressions, type: unified.type }
}

function ifForm({ arguments: [condition, then, otherwise] }: CallNode, binder: Binder): Bound {
  const when = bindCondition(condition, 'what `if` asks', binder)
  const results = bindAll([then, otherwise], binder)
  if (when !== null && isAllNull(results)) return untypedNull
  const unified = unify(results, 'choose between', binder)
  if (when === null || unified === null) return null
  return twoWays(when, unified.expressions[0], unified.expressions[1])
}

function twoWays(when: Expression, then: Expression, otherwise: Expression): Case {
  return { kind: 'case', branches: [{ when, then }], otherwise, type: otherwise.type }
}

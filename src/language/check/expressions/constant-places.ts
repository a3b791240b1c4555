/** DEFAULT and EXPECT: a constant of a column's type, known and checked now. */
import type { Literal } from '../../../model/expression.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import type { Value } from '../../../types/value.ts'
import type { ExpressionNode } from '../../ast.ts'
import type { Reporter } from '../reporter.ts'
import { makeBinder } from './bind.ts'
import { literal, stringType } from './bound.ts'
import type { Binder, FunctionCatalog } from './bound.ts'
import { mapOf } from './collections.ts'
import { constantOfType } from './constants.ts'
import { constantScope } from './scope.ts'

/** Null: it is none, or the type cannot hold it; reported. `what`: "a DEFAULT". */
export function bindConstant(
  node: ExpressionNode,
  type: LogicalType,
  what: string,
  timeZone: string,
  report: Reporter,
  functions: FunctionCatalog,
): Literal | null {
  const binder = makeBinder(constantScope(what), timeZone, report, functions)
  const value = valueOf(node, type, what, binder)
  return value === undefined ? null : literal(value, type)
}

/** Undefined: wrong, and reported. The parts of ARRAY, MAP and ROW each have their own place, and its type. */
function valueOf(node: ExpressionNode, type: LogicalType, what: string, binder: Binder): Value | undefined {
  const parts = partsOf(node, type)
  if (parts === null) return constantValue(node, type, what, binder)
  const values = parts.map((part) => valueOf(part.node, part.type, what, binder))
  const known = values.filter((value) => value !== undefined)
  if (known.length < values.length) return undefined
  return type.kind === 'MAP' ? mapOf(known) : known
}

interface TypedPart {
  readonly node: ExpressionNode
  readonly type: LogicalType
}

/** Null: no constructor of that type, or one with a mistake that `constantValue` finds. */
function partsOf(node: ExpressionNode, type: LogicalType): readonly TypedPart[] | null {
  if (node.kind !== 'call' || node.name.text.toUpperCase() !== type.kind) return null
  const { arguments: nodes } = node
  if (nodes.length === 0 || nodes.some((part, at) => type.kind === 'MAP' && at % 2 === 0 && part.kind === 'null'))
    return null
  switch (type.kind) {
    case 'ARRAY':
      return nodes.map((part) => ({ node: part, type: type.element }))
    case 'MAP':
      if (nodes.length % 2 === 1) return null
      return nodes.map((part, at) => ({ node: part, type: at % 2 === 0 ? stringType : type.value }))
    case 'ROW':
      if (nodes.length !== type.fields.length) return null
      return nodes.map((part, at) => ({ node: part, type: type.fields[at].type }))
    default:
      return null
  }
}

function constantValue(node: ExpressionNode, type: LogicalType, what: string, binder: Binder): Value | undefined {
  const bound = binder.bind(node)
  if (bound === null) return undefined
  if (bound.kind === 'untyped-null') return null
  if (bound.kind !== 'literal') {
    binder.report.error('E3016', node.span, `${what} must be a constant`, {
      label: 'this is computed',
      help: "write a text in quotes, a number, TRUE, FALSE, NULL, DATE '…', or ARRAY[…] and its kin of these",
    })
    return undefined
  }
  const constant = constantOfType(bound, type, binder.timeZone)
  if ('kind' in constant) return constant.value
  const { label, help } = constant
  binder.report.error('E3006', node.span, `${what} must be ${typeText(type)}`, { label, help })
  return undefined
}

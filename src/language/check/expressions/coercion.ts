/** Giving expressions the types their places ask for: NULL, numbers, and texts beside dates; everything else needs a CAST. */
import type { Expression } from '../../../model/expression.ts'
import { isNumeric, isTemporal, isText } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { sameType } from '../../../types/same.ts'
import { typeText } from '../../../types/text.ts'
import { commonType } from '../../../types/widen.ts'
import type { ExpressionNode } from '../../ast.ts'
import { booleanType, literal, sourceText, stringType } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { temporalConstant, widenConstant } from './constants.ts'

export interface Operand {
  readonly node: ExpressionNode
  readonly bound: Bound
}

export interface Unified {
  readonly type: LogicalType
  /** In the order of the operands. */
  readonly expressions: readonly Expression[]
}

export function bindAll(nodes: readonly ExpressionNode[], { bind }: Binder): readonly Operand[] {
  return nodes.map((node) => ({ node, bound: bind(node) }))
}

/** All operands in one type; null where one is wrong or they do not go together. `verb`: "compare", for the message. */
export function unify(operands: readonly Operand[], verb: string, binder: Binder): Unified | null {
  if (operands.some(({ bound }) => bound === null)) return null
  const converted = convertDateTexts(operands, binder)
  if (converted === null) return null
  let type: LogicalType | null = null
  let typed: Operand | null = null
  for (const operand of converted) {
    const { bound } = operand
    if (bound === null || bound.kind === 'untyped-null') continue
    const common: LogicalType | null = type === null ? bound.type : commonType(type, bound.type)
    if (common === null) {
      reportMismatch(typed!, type!, operand, bound.type, verb, binder)
      return null
    }
    if (type === null || !sameType(common, type)) typed = operand
    type = common
  }
  const target = type ?? stringType
  return { type: target, expressions: converted.map(({ bound }) => settle(bound, target)) }
}

/** Whether nothing but NULL is there: the place of the whole asks for its type. */
export function isAllNull(operands: readonly Operand[]): boolean {
  return operands.every(({ bound }) => bound?.kind === 'untyped-null')
}

/** NULL gets the type; numbers and texts are widened to it. The type must be one that the expression widens to. */
export function settle(bound: Bound, type: LogicalType): Expression {
  if (bound === null || bound.kind === 'untyped-null') return literal(null, type)
  if (sameType(bound.type, type)) return bound
  if (bound.kind === 'literal') {
    const value = widenConstant(bound.value, bound.type, type)
    if (value !== undefined) return literal(value, type)
  }
  return { kind: 'cast', operand: bound, lenient: false, type }
}

/** NULL as STRING where nothing asks for another type; null stays null. */
export function typedOrNull(bound: Bound): Expression | null {
  return bound?.kind === 'untyped-null' ? literal(null, stringType) : bound
}

/** A text literal beside a date or time becomes one; null: it cannot, and that is reported. */
function convertDateTexts(operands: readonly Operand[], binder: Binder): readonly Operand[] | null {
  const temporal = operands
    .flatMap(({ bound }) => (bound === null || bound.kind === 'untyped-null' ? [] : [bound.type]))
    .find(isTemporal)
  if (temporal === undefined) return operands
  let failed = false
  const converted = operands.map(({ node, bound }): Operand => {
    if (bound === null || bound.kind !== 'literal' || bound.type.kind !== 'STRING') return { node, bound }
    const constant = temporalConstant(bound.value, temporal, node, binder)
    failed ||= constant === null
    return { node, bound: constant }
  })
  return failed ? null : converted
}

/** A condition: BOOLEAN, or NULL. */
export function bindCondition(node: ExpressionNode, what: string, binder: Binder): Expression | null {
  const bound = binder.bind(node)
  if (bound === null) return null
  if (bound.kind === 'untyped-null') return literal(null, booleanType)
  if (bound.type.kind === 'BOOLEAN') return bound
  const text = sourceText(node)
  const help = isNumeric(bound.type)
    ? `write a comparison: ${text} <> 0`
    : bound.type.kind === 'JSON'
      ? `write CAST(${text} AS BOOLEAN)`
      : `write a comparison: ${text} = …, or ${text} IS NOT NULL`
  binder.report.error('E3002', node.span, `${what} must be BOOLEAN, not ${typeText(bound.type)}`, {
    label: `this is ${typeText(bound.type)}`,
    help,
  })
  return null
}

/** Text where text is asked for; VARCHAR will do. */
export function bindText(node: ExpressionNode, what: string, binder: Binder): Expression | null {
  const bound = binder.bind(node)
  if (bound === null) return null
  if (bound.kind === 'untyped-null') return literal(null, stringType)
  return requireText(bound, node, what, binder)
}

export function requireText(bound: Expression, node: ExpressionNode, what: string, binder: Binder): Expression | null {
  if (isText(bound.type)) return settle(bound, stringType)
  binder.report.error('E3002', node.span, `${what} must be STRING, not ${typeText(bound.type)}`, {
    label: `this is ${typeText(bound.type)}`,
    help: `write ${castText(node, stringType)}`,
  })
  return null
}

export function castText(node: ExpressionNode, type: LogicalType): string {
  return `CAST(${sourceText(node)} AS ${typeText(type)})`
}

function reportMismatch(
  left: Operand,
  leftType: LogicalType,
  right: Operand,
  rightType: LogicalType,
  verb: string,
  { report }: Binder,
): void {
  report.error('E3001', right.node.span, `cannot ${verb} ${typeText(leftType)} and ${typeText(rightType)}`, {
    label: `this is ${typeText(rightType)}`,
    related: [{ span: left.node.span, label: `this is ${typeText(leftType)}` }],
    help: mismatchHelp(left.node, leftType, right.node, rightType),
  })
}

/** The SQL that makes two operands go together. */
function mismatchHelp(
  left: ExpressionNode,
  leftType: LogicalType,
  right: ExpressionNode,
  rightType: LogicalType,
): string {
  if (isText(rightType) && !isText(leftType)) return mismatchHelp(right, rightType, left, leftType)
  if (isText(leftType)) {
    if (left.kind === 'string' && isNumeric(rightType)) {
      return /^-?\d+(\.\d+)?$/.test(left.value)
        ? `write the number without quotes: ${left.value}`
        : `write ${castText(right, stringType)}`
    }
    if (right.kind === 'number') return `write the text in quotes, '${right.text}', or ${castText(left, rightType)}`
    if (rightType.kind === 'JSON' || rightType.kind === 'BYTES') return `write ${castText(right, stringType)}`
    if (left.kind === 'string' && rightType.kind === 'BOOLEAN') return 'write TRUE or FALSE without quotes'
    return `write ${castText(left, rightType)}`
  }
  if (leftType.kind === 'JSON') return `write ${castText(left, rightType)}`
  if (rightType.kind === 'JSON') return `write ${castText(right, leftType)}`
  if (leftType.kind === 'DATE' || (leftType.kind === 'TIMESTAMP' && rightType.kind === 'TIMESTAMP_LTZ')) {
    return `write ${castText(left, rightType)}`
  }
  return `write ${castText(right, leftType)}`
}

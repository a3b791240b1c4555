/** Literals, negative numbers among them. */
import type { ExpressionNode } from '../../ast.ts'
import type { Literal } from '../../../model/expression.ts'
import { integerRanges, isInteger, isNumeric } from '../../../types/families.ts'
import { typeText } from '../../../types/text.ts'
import { booleanType, literal, sourceText, stringType, untypedNull } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { temporalConstant } from './constants.ts'
import { bindInterval } from './intervals.ts'
import { negated, numberLiteral } from './numbers.ts'

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { readonly kind: K }>

export function bindNull(): Bound {
  return untypedNull
}

export function bindBoolean({ value }: Node<'boolean'>): Bound {
  return literal(value, booleanType)
}

export function bindString({ value }: Node<'string'>): Bound {
  return literal(value, stringType)
}

export function bindNumber(node: Node<'number'>, binder: Binder): Bound {
  return number(node, node.text, binder)
}

function number(node: ExpressionNode, text: string, { report }: Binder): Bound {
  const found = numberLiteral(text)
  if (found !== null) return literal(found.value, found.type)
  report.error('E3005', node.span, 'number out of range', {
    label: 'no type holds it',
    help: 'a DECIMAL has at most 38 digits, a DOUBLE goes up to 1.8e308',
  })
  return null
}

export function bindNegate(node: Node<'negate'>, binder: Binder): Bound {
  const { operand } = node
  // With its sign, so that the smallest BIGINT is one.
  if (operand.kind === 'number') return number(node, `-${operand.text}`, binder)
  const bound = binder.bind(operand)
  if (bound === null || bound.kind === 'untyped-null') return bound
  const isInterval = bound.type.kind === 'INTERVAL_MONTHS' || bound.type.kind === 'INTERVAL_MICROS'
  if (!isNumeric(bound.type) && !isInterval) {
    binder.report.error('E3002', operand.span, `\`-\` needs a number, not ${typeText(bound.type)}`, {
      label: `this is ${typeText(bound.type)}`,
      help: `write CAST(${sourceText(operand)} AS BIGINT), or the number type that fits`,
    })
    return null
  }
  if (bound.kind === 'literal' && !isLowest(bound)) return literal(negated(bound.value), bound.type)
  return { kind: 'negate', operand: bound, type: bound.type }
}

/** The lowest integer of its type has no negative: at run time that is an error, as its author wrote it. */
function isLowest({ type, value }: Literal): boolean {
  return isInteger(type) && value !== null && BigInt(value as number | bigint) === integerRanges[type.kind].min
}

export function bindTemporal(node: Node<'temporal'>, binder: Binder): Bound {
  const type = node.type === 'DATE' ? ({ kind: 'DATE' } as const) : ({ kind: node.type, precision: 0 } as const)
  return temporalConstant(node.text.value, type, node.text, binder)
}

export function bindIntervalLiteral(node: Node<'interval'>, binder: Binder): Bound {
  return bindInterval(node, binder.report)
}

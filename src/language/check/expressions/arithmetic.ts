/** + - * / % over numbers, and dates and times with intervals. */
import type { ExpressionNode } from '../../ast.ts'
import type { Arithmetic, Expression } from '../../../model/expression.ts'
import { isNumeric, isTemporal } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import { arithmeticTypes } from '../../../types/widen.ts'
import { sourceText } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { castText, settle } from './coercion.ts'

type ArithmeticNode = Extract<ExpressionNode, { readonly kind: 'arithmetic' }>

const DAY_MICROS = 86_400_000_000n

export function bindArithmetic(node: ArithmeticNode, binder: Binder): Bound {
  const left = binder.bind(node.left)
  const right = binder.bind(node.right)
  if (left === null || right === null) return null
  if (left.kind === 'untyped-null')
    return right.kind === 'untyped-null' ? left : arithmetic(node, settle(left, right.type), right, binder)
  if (right.kind === 'untyped-null') return arithmetic(node, left, settle(right, left.type), binder)
  return arithmetic(node, left, right, binder)
}

function arithmetic(node: ArithmeticNode, left: Expression, right: Expression, binder: Binder): Bound {
  if (isNumeric(left.type) && isNumeric(right.type)) {
    const types = arithmeticTypes(node.operator, left.type, right.type)
    return make(node.operator, settle(left, types.left), settle(right, types.right), types.result)
  }
  if (isTemporal(left.type) || isInterval(left.type)) return temporal(node, left, right, binder)
  const [wrong, type] = isNumeric(left.type) ? [node.right, right.type] : [node.left, left.type]
  binder.report.error('E3001', wrong.span, `\`${node.operator}\` needs numbers, not ${typeText(type)}`, {
    label: `this is ${typeText(type)}`,
    help: helpFor(node, wrong, type),
  })
  return null
}

function helpFor({ operator, left, right }: ArithmeticNode, wrong: ExpressionNode, type: LogicalType): string {
  const isText = type.kind === 'STRING' || type.kind === 'VARCHAR'
  if (isText && operator === '+') {
    return `texts are joined by \`||\`: ${sourceText(left)} || ${sourceText(right)}; for numbers write CAST(${sourceText(wrong)} AS BIGINT)`
  }
  return isTemporal(type)
    ? 'intervals stand on the right: time + INTERVAL …'
    : `write ${castText(wrong, { kind: 'BIGINT' })}`
}

/** `time ± interval`, and `instant - instant`. */
function temporal(node: ArithmeticNode, left: Expression, right: Expression, binder: Binder): Bound {
  const { operator } = node
  if (isTemporal(left.type) && isInterval(right.type) && (operator === '+' || operator === '-')) {
    return shifted(node, left, right, binder)
  }
  const isInstant = left.type.kind === 'TIMESTAMP' || left.type.kind === 'TIMESTAMP_LTZ'
  if (operator === '-' && isInstant && right.type.kind === left.type.kind) {
    return make(operator, left, right, { kind: 'INTERVAL_MICROS' })
  }
  if (isInterval(left.type) && isTemporal(right.type) && operator === '+') {
    return shifted({ ...node, left: node.right, right: node.left }, right, left, binder)
  }
  const types = `${typeText(left.type)} and ${typeText(right.type)}`
  binder.report.error('E3001', node.right.span, `\`${operator}\` does not take ${types}`, {
    label: `this is ${typeText(right.type)}`,
    help: isNumeric(right.type)
      ? `write INTERVAL '${node.right.kind === 'number' ? node.right.text : '1'}' DAY, or another unit`
      : "to a date or time an interval can be added: time + INTERVAL '1' DAY",
  })
  return null
}

function shifted(node: ArithmeticNode, time: Expression, interval: Expression, { report }: Binder): Bound {
  const isMonths = interval.type.kind === 'INTERVAL_MONTHS'
  const isTime = time.type.kind === 'TIME'
  const isPartOfDay = interval.kind !== 'literal' || (!isMonths && (interval.value as bigint) % DAY_MICROS !== 0n)
  if ((isTime && isMonths) || (time.type.kind === 'DATE' && !isMonths && isPartOfDay)) {
    report.error('E3001', node.right.span, `${typeText(time.type)} does not take this interval`, {
      label: isTime ? 'months' : 'not whole days',
      help: `write ${castText(node.left, { kind: 'TIMESTAMP', precision: 3 })} ${node.operator} …`,
    })
    return null
  }
  return make(node.operator, time, interval, withDigits(time.type, interval))
}

/** `TIMESTAMP(0) + INTERVAL '0.5' SECOND` needs a digit more. */
function withDigits(type: LogicalType, interval: Expression): LogicalType {
  if (type.kind === 'DATE' || !('precision' in type) || type.kind === 'DECIMAL') return type
  if (interval.kind !== 'literal' || typeof interval.value !== 'bigint') return type
  const fraction = (interval.value < 0n ? -interval.value : interval.value) % 1_000_000n
  const digits = fraction.toString().padStart(6, '0').replace(/0+$/, '').length
  return digits > type.precision ? { ...type, precision: digits } : type
}

function make(operator: Arithmetic['operator'], left: Expression, right: Expression, type: LogicalType): Arithmetic {
  return { kind: 'arithmetic', operator, left, right, type }
}

function isInterval(type: LogicalType): boolean {
  return type.kind === 'INTERVAL_MONTHS' || type.kind === 'INTERVAL_MICROS'
}

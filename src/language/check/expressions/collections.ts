/** ARRAY, MAP and ROW: made of values, and read by `a[1]`, `m['key']` and `r.field`. What is made of constants is one. */
import type { Call, Expression, Literal } from '../../../model/expression.ts'
import { isInteger, isText } from '../../../types/families.ts'
import type { LogicalType, RowField } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import type { Value } from '../../../types/value.ts'
import type { ExpressionNode } from '../../ast.ts'
import { didYouMean, listOf } from '../nearest.ts'
import { literal, sourceText, stringType } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindAll, castText, requireText, settle, typedOrNull, unify } from './coercion.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>
type ElementNode = Extract<ExpressionNode, { readonly kind: 'element' }>

/** `ARRAY[a, b]`, one value at least. */
export function bindArray(node: CallNode, binder: Binder): Bound {
  const unified = unify(bindAll(node.arguments, binder), 'put into one ARRAY', binder)
  if (unified === null) return null
  const type: LogicalType = { kind: 'ARRAY', element: unified.type }
  return constantOf(unified.expressions, type, (values) => values) ?? call('array', unified.expressions, type)
}

/** `MAP[key, value, …]`, one pair at least. */
export function bindMap(node: CallNode, binder: Binder): Bound {
  const keys = node.arguments.filter((_, at) => at % 2 === 0).map((key) => bindKey(key, binder))
  const values = bindAll(
    node.arguments.filter((_, at) => at % 2 === 1),
    binder,
  )
  const unified = unify(values, 'put into one MAP', binder)
  const known = keys.filter((key) => key !== null)
  if (unified === null || known.length < keys.length) return null
  const type: LogicalType = { kind: 'MAP', value: unified.type }
  const pairs = known.flatMap((key, at) => [key, unified.expressions[at]])
  // A key that is NULL is an error at run time, as its author wrote it.
  const keysAreThere = known.every((key) => key.kind !== 'literal' || key.value !== null)
  return (keysAreThere ? constantOf(pairs, type, mapOf) : null) ?? call('map', pairs, type)
}

function bindKey(node: ExpressionNode, binder: Binder): Expression | null {
  const bound = binder.bind(node)
  if (bound === null) return null
  if (bound.kind !== 'untyped-null') return requireText(bound, node, 'a key of a MAP', binder)
  binder.report.error('E3002', node.span, 'a key of a MAP must not be NULL', { label: 'this is NULL' })
  return null
}

/** From keys and values in turn. */
export function mapOf(values: readonly Value[]): Value {
  const entries = values.flatMap((key, at): [string, Value][] =>
    at % 2 === 0 ? [[key as string, values[at + 1]]] : [],
  )
  return new Map(entries)
}

/** `ROW(a, b)`: its fields are `f0`, `f1`, …, and take other names by place. */
export function bindRow(node: CallNode, binder: Binder): Bound {
  const parts = bindAll(node.arguments, binder).map(({ bound }) => typedOrNull(bound))
  const known = parts.filter((part) => part !== null)
  if (known.length < parts.length) return null
  const fields = known.map(({ type }, at): RowField => ({ name: `f${at}`, type }))
  const type: LogicalType = { kind: 'ROW', fields }
  return constantOf(known, type, (values) => values) ?? call('row', known, type)
}

/** Null: something in it is no constant. */
function constantOf(
  parts: readonly Expression[],
  type: LogicalType,
  valueOf: (values: readonly Value[]) => Value,
): Literal | null {
  const constants = parts.filter((part) => part.kind === 'literal')
  return constants.length < parts.length ? null : literal(valueOf(constants.map(({ value }) => value)), type)
}

function call(name: string, values: readonly Expression[], type: LogicalType): Call {
  return { kind: 'call', function: name, arguments: values, type }
}

/** `a[1]`, `m['key']`, `r.field`. */
export function bindItem(node: ElementNode, binder: Binder): Bound {
  const operand = binder.bind(node.operand)
  const index = binder.bind(node.index)
  if (operand === null || index === null) return null
  const type = operand.kind === 'untyped-null' ? stringType : operand.type
  if (operand.kind !== 'untyped-null' && type.kind === 'ARRAY')
    return elementOf(node, operand, index, type.element, binder)
  if (operand.kind !== 'untyped-null' && type.kind === 'MAP') {
    const key =
      index.kind === 'untyped-null'
        ? literal(null, stringType)
        : requireText(index, node.index, 'a key of a MAP', binder)
    return key === null ? null : call('item', [operand, key], type.value)
  }
  if (operand.kind !== 'untyped-null' && type.kind === 'ROW') return fieldOf(node, operand, type.fields, binder)
  binder.report.error('E3002', node.operand.span, `${typeText(type)} has no parts to be read`, {
    label: `this is ${typeText(type)}, no ARRAY, MAP or ROW`,
    help: type.kind === 'JSON' || type.kind === 'STRING' ? jsonHelp(node) : undefined,
  })
  return null
}

function jsonHelp({ operand, index }: ElementNode): string {
  const step =
    index.kind === 'number' ? `[${Number(index.text) - 1}]` : `.${index.kind === 'string' ? index.value : 'key'}`
  return `of a JSON text take json_value(${sourceText(operand)}, '$${step}')`
}

function elementOf(
  { index: node }: ElementNode,
  array: Expression,
  index: Exclude<Bound, null>,
  element: LogicalType,
  { report }: Binder,
): Bound {
  const bigint: LogicalType = { kind: 'BIGINT' }
  if (index.kind !== 'untyped-null' && !isInteger(index.type)) {
    report.error('E3002', node.span, `the number of an element must be an integer, not ${typeText(index.type)}`, {
      label: `this is ${typeText(index.type)}`,
      help: isText(index.type) ? `write ${castText(node, bigint)}` : undefined,
    })
    return null
  }
  if (index.kind === 'literal' && index.value !== null && Number(index.value) < 1) {
    report.error('E3004', node.span, 'elements are numbered from 1', {
      label: 'no ARRAY has such an element',
      help: 'element_at(array, -1) is the last element',
    })
    return null
  }
  return call('item', [array, settle(index, bigint)], element)
}

function fieldOf(
  { index, operand }: ElementNode,
  row: Expression,
  fields: readonly RowField[],
  { report }: Binder,
): Bound {
  if (index.kind !== 'string') {
    report.error('E3016', index.span, 'the name of a field must be a constant', {
      label: 'not a name',
      help: `write ${sourceText(operand)}.${fields[0].name}`,
    })
    return null
  }
  const field = fields.find(({ name }) => name === index.value)
  if (field !== undefined) return call('row_field', [row, literal(index.value, stringType)], field.type)
  const names = fields.map(({ name }) => name)
  report.error('E2007', index.span, `the ROW has no field \`${index.value}\``, {
    label: 'not one of its fields',
    help: didYouMean(index.value, names) ?? `it has ${listOf(names, 'and')}`,
  })
  return null
}

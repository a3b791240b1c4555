/** RETURNING, WRAPPER, ON EMPTY, ON ERROR and ON NULL of the JSON functions: they become constants, behind the arguments. */
import type { CallClause, ClauseBehaviour, ExpressionNode } from '../../ast.ts'
import type { Call, Expression } from '../../../model/expression.ts'
import { isNumeric, isTemporal, isText } from '../../../types/families.ts'
import type { LogicalType } from '../../../types/logical.ts'
import { typeText } from '../../../types/text.ts'
import { listOf } from '../nearest.ts'
import { resolveType } from '../type-nodes.ts'
import { literal, stringType } from './bound.ts'
import type { Binder, Bound } from './bound.ts'
import { bindAll, bindText, typedOrNull } from './coercion.ts'
import { constantOfType } from './constants.ts'

type CallNode = Extract<ExpressionNode, { readonly kind: 'call' }>
type OnClause = Extract<CallClause, { readonly kind: 'on' }>

interface Taken {
  readonly returning: boolean
  readonly wrapper: boolean
  readonly on: Readonly<Record<OnClause['event'], readonly ClauseBehaviour[]>>
}

/** By function. */
const taken: ReadonlyMap<string, Taken> = new Map<string, Taken>([
  ['json_value', takes({ returning: true, empty: ['null', 'error', 'default'], error: ['null', 'error', 'default'] })],
  [
    'json_query',
    takes({
      wrapper: true,
      empty: ['null', 'error', 'empty-array', 'empty-object'],
      error: ['null', 'error', 'empty-array', 'empty-object'],
    }),
  ],
  ['json_exists', takes({ error: ['true', 'false', 'unknown', 'error'] })],
  ['json_object', takes({ null: ['null', 'absent'] })],
  ['json_array', takes({ null: ['null', 'absent'] })],
])

function takes({
  returning = false,
  wrapper = false,
  empty = [],
  error = [],
  null: ofNull = [],
}: Partial<Pick<Taken, 'returning' | 'wrapper'> & Taken['on']>): Taken {
  return { returning, wrapper, on: { empty, error, null: ofNull } }
}

/** A call of a function that takes clauses, with what they say. */
export function withClauses(node: CallNode, call: Call, binder: Binder): Bound {
  const clauses = node.clauses ?? []
  if (clauses.length === 0) return call
  if (!areTaken(call.function, clauses, binder)) return null
  const type = returningType(clauses, call.type, binder)
  if (type === null) return null
  const empty = outcome(clauses, 'empty', type, binder)
  const error = outcome(clauses, 'error', type, binder)
  if (empty === null || error === null) return null
  const wrapper = clauses.find((clause) => clause.kind === 'wrapper')
  const isExists = call.function === 'json_exists'
  const constants = isExists
    ? [error[0]]
    : [...empty, ...error, ...(wrapper === undefined ? [] : [literal(wrapper.wrapper, stringType)])]
  return { ...call, type, arguments: [...call.arguments, ...constants] }
}

function areTaken(name: string, clauses: readonly CallClause[], { report }: Binder): boolean {
  const known = taken.get(name)
  const seen = new Set<string>()
  let right = true
  for (const clause of clauses) {
    const fits =
      known !== undefined &&
      (clause.kind === 'on' ? known.on[clause.event].includes(clause.behaviour) : known[clause.kind])
    const key = clause.kind === 'on' ? clause.event : clause.kind
    if (fits && !seen.has(key)) seen.add(key)
    else {
      right = false
      report.error('E3004', clause.span, `wrong clause for \`${name}\``, {
        label: fits ? 'said twice' : `${name} does not take this`,
        help: clause.kind === 'on' && !fits ? behavioursHelp(known, clause.event) : undefined,
      })
    }
  }
  return right
}

function behavioursHelp(known: Taken | undefined, event: OnClause['event']): string | undefined {
  const behaviours = known?.on[event] ?? []
  if (behaviours.length === 0) return undefined
  const forms = behaviours.map((each) => each.replace('-', ' ').toUpperCase().replace('DEFAULT', 'DEFAULT constant'))
  return `before ON ${event.toUpperCase()} stands ${listOf(forms)}`
}

/** Null: reported. */
function returningType(clauses: readonly CallClause[], usual: LogicalType, { report }: Binder): LogicalType | null {
  const clause = clauses.find(({ kind }) => kind === 'returning')
  if (clause?.kind !== 'returning') return usual
  const type = resolveType(clause.type, report)
  if (type === null || type.kind === 'BOOLEAN' || isText(type) || isNumeric(type) || isTemporal(type)) return type
  report.error('E3004', clause.type.span, `\`json_value\` does not give ${typeText(type)}`, {
    label: 'not a text, number, boolean, date or time',
    help: 'objects and arrays are given by json_query, and by columns: PATH',
  })
  return null
}

/** The behaviour and its value, which is of the type; null: reported. */
function outcome(
  clauses: readonly CallClause[],
  event: OnClause['event'],
  type: LogicalType,
  binder: Binder,
): readonly [Expression, Expression] | null {
  const clause = clauses.find((each): each is OnClause => each.kind === 'on' && each.event === event)
  const value = clause?.value ?? null
  const behaviour = literal(clause?.behaviour ?? 'null', stringType)
  if (value === null) return [behaviour, literal(null, type)]
  const bound = typedOrNull(binder.bind(value))
  if (bound === null) return null
  if (bound.kind !== 'literal') {
    binder.report.error('E3016', value.span, 'a DEFAULT must be a constant', { label: 'this is computed' })
    return null
  }
  const constant = constantOfType(bound, type, binder.timeZone)
  if ('kind' in constant) return [behaviour, constant]
  binder.report.error('E3006', value.span, `a DEFAULT must be ${typeText(type)}`, {
    label: constant.label,
    help: constant.help,
  })
  return null
}

/** `json_object('a' VALUE 1, …)`, which also is written `json_object('a', 1, …)`. */
export function bindJsonObject(node: CallNode, binder: Binder): Bound {
  if (node.arguments.length % 2 !== 0) {
    const last = node.arguments[node.arguments.length - 1]
    binder.report.error('E3003', last.span, 'a key without a value', {
      label: 'a VALUE is missing',
      help: "write json_object('key' VALUE value, …)",
    })
    return null
  }
  const parts = node.arguments.map((part, at) =>
    at % 2 === 0 ? bindText(part, 'a key of json_object', binder) : jsonPart(part, binder),
  )
  return jsonMaker('json_object', 'null', node, parts, binder)
}

export function bindJsonArray(node: CallNode, binder: Binder): Bound {
  const parts = node.arguments.map((part) => jsonPart(part, binder))
  return jsonMaker('json_array', 'absent', node, parts, binder)
}

/** Null: wrong, and reported. */
function jsonPart(node: ExpressionNode, binder: Binder): Expression | null {
  const [{ bound }] = bindAll([node], binder)
  const part = typedOrNull(bound)
  if (part === null || (part.type.kind !== 'INTERVAL_MICROS' && part.type.kind !== 'INTERVAL_MONTHS')) return part
  binder.report.error('E3002', node.span, 'JSON has no intervals', { label: `this is ${typeText(part.type)}` })
  return null
}

function jsonMaker(
  name: string,
  usual: ClauseBehaviour,
  { clauses = [] }: CallNode,
  parts: readonly (Expression | null)[],
  binder: Binder,
): Bound {
  const known = parts.filter((part) => part !== null)
  if (!areTaken(name, clauses, binder) || known.length < parts.length) return null
  const [clause] = clauses
  const onNull = clause?.kind === 'on' ? clause.behaviour : usual
  return { kind: 'call', function: name, arguments: [literal(onNull, stringType), ...known], type: { kind: 'JSON' } }
}

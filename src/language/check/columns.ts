/** Columns: where each value comes from, how it is converted, and what happens where that fails. */
import type { Column, ColumnSource } from '../../model/model.ts'
import type { Expression, Literal } from '../../model/expression.ts'
import { isNumeric, isText } from '../../types/families.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import { widensByPlace } from '../../types/widen.ts'
import type { ColumnDefinition, Policy, ValueClause } from '../ast.ts'
import { placeOf } from '../source.ts'
import { derivationScope } from './column-scope.ts'
import type { ColumnTypes } from './column-scope.ts'
import { makeBinder } from './expressions/bind.ts'
import { sourceText } from './expressions/bound.ts'
import type { FunctionCatalog } from './expressions/bound.ts'
import { castProblem } from './expressions/casts.ts'
import { settle } from './expressions/coercion.ts'
import { constantOfType } from './expressions/constants.ts'
import { bindConstant } from './expressions/constant-places.ts'
import { checkFormats } from './formats.ts'
import { checkPath, givesOneValue } from './json-paths.ts'
import { checkMetadata } from './metadata.ts'
import type { MayHave } from './missing.ts'
import { didYouMean } from './nearest.ts'
import { leadsSomewhere } from './parse-shape.ts'
import type { ParseShape } from './parse-shape.ts'
import type { Reporter } from './reporter.ts'
import { reportNoDocument } from './step-input.ts'

/** What the fields that the steps of a table give are declared under. */
export function fieldsOf(table: string): string {
  return `fields of ${table}`
}

export interface ColumnContext {
  readonly table: string
  readonly types: ColumnTypes
  readonly shape: ParseShape
  readonly mayHave: MayHave
  /** The source's; null where it is not known. */
  readonly connector: string | null
  readonly timeZone: string
  readonly functions: FunctionCatalog
  readonly report: Reporter
}

/** Null where it has no value or no type; reported. REST's claims are added when all columns are known. */
export function checkColumn(node: ColumnDefinition, context: ColumnContext): Column | null {
  const { report, types } = context
  const type = types.get(node.name.text) ?? null
  const source = sourceOf(node, type, context)
  if (type === null) return null
  const formats = checkFormats(node.format, type, report)
  const { onEmpty, onError } = checkPolicies(node, type, context)
  if (source === null) return null
  return {
    name: node.name.text,
    type,
    nullable: node.notNull === null,
    source,
    formats,
    onEmpty,
    onError,
    virtual: node.virtual !== null,
    comment: node.comment?.value ?? null,
    place: placeOf(node.span),
  }
}

function sourceOf(node: ColumnDefinition, type: LogicalType | null, context: ColumnContext): ColumnSource | null {
  const { value } = node
  if (value === null) return namedSource(node, context)
  switch (value.kind) {
    case 'path':
      return pathSource(value, type, context)
    case 'as':
      return derivedSource(node, value, type, context)
    case 'metadata':
      return checkMetadata(value, node, type, context.connector, context.report)
    case 'rest':
      return restSource(node, value, type, context)
  }
}

/** The parsed field of that name, else the key of that name in the last document. */
function namedSource(
  { name, span }: ColumnDefinition,
  { table, shape, report, types }: ColumnContext,
): ColumnSource | null {
  if (shape.fields.has(name.text)) return { kind: 'field', name: name.text }
  const { length } = shape.documents
  if (length > 0) {
    const path = [{ kind: 'member', name: name.text }] as const
    const leads = leadsSomewhere(length - 1, path, name.span, shape, report)
    return leads ? { kind: 'path', document: length - 1, path } : null
  }
  // Where its type is unknown too, there is rather a mistake in the name; where it could not be read, its value may stand there.
  if (shape.incomplete || report.isBroken(span) || (types.get(name.text) ?? null) === null) return null
  report.error('E2007', name.span, `nothing gives the column \`${name.text}\` a value`, {
    label: shape.fields.size > 0 ? 'no step gives a field of this name' : 'there is no PARSE that would give it',
    help:
      didYouMean(name.text, shape.fields.keys()) ??
      "say where it comes from: PATH '$.a', AS expression, METADATA FROM 'value', or a PARSE step",
    unknown: { name: name.text, scope: fieldsOf(table) },
  })
  return null
}

function pathSource(
  clause: Extract<ValueClause, { readonly kind: 'path' }>,
  type: LogicalType | null,
  context: ColumnContext,
): ColumnSource | null {
  const path = checkPath(clause.path, context.report)
  const document = documentOf(clause, context)
  if (path === null) return null
  const takesMany = type === null || type.kind === 'ARRAY' || type.kind === 'JSON'
  if (!takesMany && !givesOneValue(path, clause.path, context.report)) return null
  if (document === null || !leadsSomewhere(document, path, clause.path.span, context.shape, context.report)) return null
  return { kind: 'path', document, path }
}

function restSource(
  node: ColumnDefinition,
  clause: Extract<ValueClause, { readonly kind: 'rest' }>,
  type: LogicalType | null,
  context: ColumnContext,
): ColumnSource | null {
  if (type !== null && type.kind !== 'JSON' && !isText(type)) {
    context.report.error('E4016', node.type.span, `REST gives a document, which is JSON, not ${typeText(type)}`, {
      label: 'wrong type',
      help: `write \`${node.name.text} JSON REST\``,
    })
  }
  const [policy] = node.policies
  if (policy !== undefined) {
    context.report.error('E4010', policy.span, 'REST takes no policy', {
      label: 'not allowed here',
      help: 'a rest is always there where its document is: leave the policy out',
    })
  }
  const document = documentOf(clause, context)
  return document === null ? null : { kind: 'rest', document, claims: [] }
}

/** The last document, or the one parsed from what `OF` names. */
function documentOf(
  clause: Extract<ValueClause, { readonly kind: 'path' | 'rest' }>,
  { shape, report }: ColumnContext,
): number | null {
  const { of } = clause
  const last = shape.documents.length - 1
  if (of === null) {
    if (last < 0 && !shape.incomplete) reportNoDocument(clause.span, report)
    return last < 0 ? null : last
  }
  const document = shape.documents.lastIndexOf(of.text)
  if (document >= 0) return document
  if (!shape.incomplete) {
    report.error('E2007', of.span, `no step parses \`${of.text}\` as a document`, {
      label: 'not the argument of a JSON step',
      help: didYouMean(of.text, shape.documents) ?? `add a step: THEN JSON (${of.text})`,
    })
  }
  return null
}

function derivedSource(
  node: ColumnDefinition,
  clause: Extract<ValueClause, { readonly kind: 'as' }>,
  type: LogicalType | null,
  { types, shape, mayHave, table, timeZone, functions, report }: ColumnContext,
): ColumnSource | null {
  const scope = derivationScope(node.name.text, types, shape, table, mayHave)
  const binder = makeBinder(scope, timeZone, report, functions)
  const bound = binder.bind(clause.expression)
  if (bound === null || type === null) return null
  const expression =
    bound.kind === 'untyped-null' ? settle(bound, type) : assigned(bound, node, clause, type, timeZone, report)
  return expression === null ? null : { kind: 'expression', expression }
}

/** An expression as a column of that type: widened, converted by FORMAT, or, a VARCHAR, left for its length to be checked. */
function assigned(
  expression: Expression,
  node: ColumnDefinition,
  clause: Extract<ValueClause, { readonly kind: 'as' }>,
  type: LogicalType,
  timeZone: string,
  report: Reporter,
): Expression | null {
  if (node.format !== null && isReadByFormat(expression.type, type, node)) return expression
  if (widensByPlace(expression.type, type)) return settle(expression, type)
  if (type.kind === 'VARCHAR' && isText(expression.type)) return settle(expression, { kind: 'STRING' })
  if (expression.kind === 'literal' && isNumeric(type)) {
    const constant = constantOfType(expression, type, timeZone)
    if ('kind' in constant) return constant
  }
  report.error(
    'E3002',
    clause.expression.span,
    `\`${node.name.text}\` is ${typeText(type)}, but its AS gives ${typeText(expression.type)}`,
    {
      label: `this is ${typeText(expression.type)}`,
      related: [{ span: node.type.span, label: 'the type of the column' }],
      help:
        castProblem(expression.type, type)?.help ??
        `write AS CAST(${sourceText(clause.expression)} AS ${typeText(type)})`,
    },
  )
  return null
}

/** FORMAT reads text; the UNIX formats numbers too. */
function isReadByFormat(from: LogicalType, to: LogicalType, { format }: ColumnDefinition): boolean {
  if (to.kind === from.kind) return false
  if (isText(from)) return true
  return isNumeric(from) && format !== null && format.formats.every(({ value }) => value.startsWith('UNIX'))
}

function checkPolicies(
  node: ColumnDefinition,
  type: LogicalType,
  { timeZone, functions, report }: ColumnContext,
): { readonly onEmpty: Literal | null; readonly onError: Literal | null } {
  let onEmpty: Literal | null = null
  let onError: Literal | null = null
  const first = new Map<'empty' | 'error', Policy>()
  for (const policy of node.policies) {
    const on = policy.kind === 'default' ? policy.on : 'error'
    const earlier = first.get(on)
    if (earlier !== undefined) {
      report.error('E4010', policy.span, `two policies for what is ${on === 'empty' ? 'empty' : 'wrong'}`, {
        label: 'excludes the first',
        related: [{ span: earlier.span, label: 'first said here' }],
        help: 'keep one: DEFAULT c ON EMPTY, and NULL ON ERROR or DEFAULT c ON ERROR',
      })
      continue
    }
    first.set(on, policy)
    const constant: Literal | null =
      policy.kind === 'default'
        ? bindConstant(policy.value, type, 'a DEFAULT', timeZone, report, functions)
        : { kind: 'literal', value: null, type }
    if (on === 'empty') onEmpty = constant
    else onError = constant
  }
  return { onEmpty, onError }
}

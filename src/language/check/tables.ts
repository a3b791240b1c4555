/** `CREATE STREAMING TABLE`: everything of a table, after LIKE. */
import type { Check, Column, Condition, Table } from '../../model/model.ts'
import type { Expression } from '../../model/expression.ts'
import type { LogicalType } from '../../types/logical.ts'
import { typeText } from '../../types/text.ts'
import type { ColumnDefinition, CreateSource, ExpressionNode } from '../ast.ts'
import { placeOf } from '../source.ts'
import type { Span } from '../source.ts'
import { findSource } from './catalog.ts'
import { rowScope } from './column-scope.ts'
import { checkColumn, fieldsOf } from './columns.ts'
import type { ColumnContext } from './columns.ts'
import type { Context } from './context.ts'
import { checkDependencies } from './dependencies.ts'
import { makeBinder } from './expressions/bind.ts'
import { bindCondition, castText } from './expressions/coercion.ts'
import { columnsOf, recordScope, reportUnknownColumn } from './expressions/scope.ts'
import type { Scope } from './expressions/scope.ts'
import type { ResolvedTable } from './like.ts'
import { writtenValue } from './options.ts'
import type { MayHave } from './missing.ts'
import { checkParse } from './parse-steps.ts'
import type { ParseShape } from './parse-shape.ts'
import { withClaims } from './rest-claims.ts'
import { resolveType } from './type-nodes.ts'

/** What sinks and tests need to know of a table, even of a wrong one. */
export interface CheckedTable {
  readonly name: string
  readonly columns: ReadonlyMap<string, ColumnFacts>
  /** What could be made of it; left out of the model if it is ABSTRACT or names no source. */
  readonly table: Table | null
  readonly timeZone: string
  /** Columns may be missing through no fault of those who use them. */
  readonly incomplete: boolean
  readonly mayHave: MayHave
}

export interface ColumnFacts {
  /** Null: wrong, and reported. */
  readonly type: LogicalType | null
  readonly nullable: boolean
  readonly virtual: boolean
  readonly comment: string | null
}

/** `timeZones`: of sources, by name. */
export function checkTable(
  resolved: ResolvedTable,
  timeZones: ReadonlyMap<string, string>,
  context: Context,
): CheckedTable {
  const { origins, report, settings } = context
  const { node, incomplete, mayHave } = resolved
  const source = sourceOf(resolved, context)
  const timeZone = (source === null ? undefined : timeZones.get(source.name.text)) ?? settings.timeZone
  const types = new Map(resolved.columns.map((column) => [column.name.text, resolveType(column.type, report)]))
  report.declare(
    columnsOf(node.name.text),
    resolved.columns.map(({ name }) => name),
  )
  const shape = shapeOf(resolved, source, timeZone, context)
  report.declare(
    fieldsOf(node.name.text),
    [...shape.fields].map(([text, span]) => ({ text, span })),
  )
  const columnContext: ColumnContext = {
    table: node.name.text,
    types,
    shape,
    mayHave,
    connector: source === null ? null : (writtenValue(source.options, 'connector')?.value.value ?? null),
    timeZone,
    functions: context.functions,
    report,
  }
  const columns = checkColumns(resolved.columns, columnContext, context)
  const rows = rowScope(types, node.name.text, mayHave)
  const condition = (expression: ExpressionNode | null, what: string, scope: Scope): Condition | null =>
    checkCondition(expression, what, scope, timeZone, context)
  const filter = condition(resolved.filter, 'a FILTER', recordScope(new Set(types.keys())))
  const where = condition(resolved.where, 'a WHERE', rows)
  const checks = checkChecks(resolved, (expression) => condition(expression, 'a CHECK', rows), context)
  const watermark = checkWatermark(resolved, types, rows, timeZone, context)
  const table: Table | null =
    node.abstract || source === null
      ? null
      : {
          name: node.name.text,
          comment: node.comment?.value ?? null,
          source: source.name.text,
          filter,
          parse: shape.steps,
          columns,
          where,
          checks,
          watermark,
          place: placeOf(node.span),
        }
  if (table !== null) origins.set(table, node.name.span)
  return { name: node.name.text, columns: factsOf(resolved.columns, types), table, timeZone, incomplete, mayHave }
}

function sourceOf({ node, from, incomplete }: ResolvedTable, { catalog, report }: Context): CreateSource | null {
  if (from !== null) return findSource(from, catalog, report)
  if (!node.abstract && !incomplete) {
    report.error('E4001', node.name.span, `\`${node.name.text}\` names no source`, {
      label: 'FROM is missing',
      help: 'write FROM source behind the columns, or CREATE ABSTRACT STREAMING TABLE for what others take over by LIKE',
    })
  }
  return null
}

/** Of an ABSTRACT table without PARSE nothing is known: its children say how they parse. Nor is it of steps that could not be read. */
function shapeOf(
  { node, parse, columns, isParseBroken }: ResolvedTable,
  source: CreateSource | null,
  timeZone: string,
  context: Context,
): ParseShape {
  const unclaimed = columns.filter(({ value }) => value === null).map(({ name }) => name)
  const shape = checkParse(parse ?? [], unclaimed, source, timeZone, context)
  return isParseBroken || (node.abstract && parse === null) ? { ...shape, incomplete: true } : shape
}

function checkColumns(
  nodes: readonly ColumnDefinition[],
  columnContext: ColumnContext,
  { origins, report }: Context,
): readonly Column[] {
  const checked = nodes.map((node) => ({ node, column: checkColumn(node, columnContext) }))
  const right = checked.flatMap(({ node, column }) => (column === null ? [] : [{ node, column }]))
  const spans = new Map<string, Span>()
  for (const { name, value } of nodes) if (value?.kind === 'as') spans.set(name.text, value.expression.span)
  const columns = withClaims(right.map(({ column }) => column))
  checkDependencies(columns, spans, report)
  for (const [i, { node }] of right.entries()) {
    origins.set(columns[i], node.name.span)
    for (const text of node.format?.formats ?? []) origins.setField(columns[i], text.value, text.span)
  }
  return columns
}

function checkCondition(
  node: ExpressionNode | null,
  what: string,
  scope: Scope,
  timeZone: string,
  { origins, functions, report }: Context,
): Condition | null {
  if (node === null) return null
  const expression = bindCondition(node, what, makeBinder(scope, timeZone, report, functions))
  if (expression === null) return null
  const condition: Condition = { expression, place: placeOf(node.span) }
  origins.set(condition, node.span)
  return condition
}

function checkChecks(
  { checks }: ResolvedTable,
  bind: (condition: ExpressionNode) => Condition | null,
  { report }: Context,
): readonly Check[] {
  const seen = new Map<string, Span>()
  return checks.flatMap(({ name, condition }, i): readonly Check[] => {
    const first = name === null ? undefined : seen.get(name.text)
    if (name !== null && first !== undefined) {
      report.error('E2014', name.span, `the constraint \`${name.text}\` is declared twice`, {
        label: 'declared again',
        related: [{ span: first, label: 'first declared here' }],
        help: 'give one of the two another name',
      })
    }
    if (name !== null && first === undefined) seen.set(name.text, name.span)
    const bound = bind(condition)
    return bound === null ? [] : [{ name: name?.text ?? `check_${i + 1}`, ...bound }]
  })
}

function checkWatermark(
  { node: table, watermark: node, mayHave }: ResolvedTable,
  types: ReadonlyMap<string, LogicalType | null>,
  rows: Scope,
  timeZone: string,
  { functions, report }: Context,
): { readonly column: string; readonly expression: Expression } | null {
  if (node === null) return null
  const bound = makeBinder(rows, timeZone, report, functions).bind(node.expression)
  const type = types.get(node.column.text)
  if (type === undefined) {
    if (!mayHave(node.column.text))
      reportUnknownColumn(
        node.column,
        { owner: table.name.text, candidates: types.keys(), label: 'WATERMARK FOR needs a column of this table' },
        report,
      )
    return null
  }
  if (type === null || bound === null) return null
  if (type.kind !== 'TIMESTAMP' && type.kind !== 'TIMESTAMP_LTZ') {
    report.error('E3002', node.column.span, `a watermark is of a TIMESTAMP or TIMESTAMP_LTZ, not ${typeText(type)}`, {
      label: `this is ${typeText(type)}`,
      help: 'name the column that holds the time of the event',
    })
    return null
  }
  if (bound.kind === 'untyped-null' || bound.type.kind !== type.kind) {
    report.error('E3002', node.expression.span, `the watermark must be ${type.kind}, as its column is`, {
      label: `this is ${bound.kind === 'untyped-null' ? 'NULL' : typeText(bound.type)}`,
      help:
        bound.kind === 'untyped-null'
          ? `write ${node.column.text} - INTERVAL '10' MINUTE`
          : `write ${castText(node.expression, type)}, or ${node.column.text} - INTERVAL '10' MINUTE`,
    })
    return null
  }
  return { column: node.column.text, expression: bound }
}

function factsOf(
  nodes: readonly ColumnDefinition[],
  types: ReadonlyMap<string, LogicalType | null>,
): ReadonlyMap<string, ColumnFacts> {
  return new Map(
    nodes.map(({ name, notNull, virtual, comment }) => [
      name.text,
      {
        type: types.get(name.text) ?? null,
        nullable: notNull === null,
        virtual: virtual !== null,
        comment: comment?.value ?? null,
      },
    ]),
  )
}

/** CREATE STREAMING TABLE: items, clauses and parse steps. */
import type * as cst from '../../../grammar/cst.ts'
import type {
  CheckDefinition,
  ColumnDefinition,
  CreateTable,
  ExpressionNode,
  Name,
  ParseStepNode,
  StepArgument,
  Text,
  WatermarkDefinition,
} from '../ast.ts'
import type { Span } from '../source.ts'
import { lowerColumn } from './columns.ts'
import {
  attempt,
  child,
  complete,
  Incomplete,
  lowerName,
  lowerNullOnError,
  lowerText,
  spanOf,
  spanOfToken,
  type Lowering,
} from './cst.ts'
import { lowerExpression } from './expressions.ts'
import { checkOrder, type PlacedClause } from './order.ts'
import { lowerOptions, membersOfRuns } from './runs.ts'

const clauseOrder =
  'CREATE STREAMING TABLE name ( columns ) [LIKE base] [COMMENT text] FROM source [FILTER condition] [PARSE steps] [WHERE condition]'

interface Clauses {
  like: Name | null
  readonly columns: ColumnDefinition[]
  readonly checks: CheckDefinition[]
  watermark: WatermarkDefinition | null
  comment: Text | null
  from: Name | null
  filter: ExpressionNode | null
  parse: readonly ParseStepNode[] | null
  where: ExpressionNode | null
}

export function lowerTable(lowering: Lowering, node: cst.CreateTableCstNode, span: Span): CreateTable {
  const name = lowerName(lowering, child(node.children.name))
  const clauses: Clauses = {
    like: null,
    columns: [],
    checks: [],
    watermark: null,
    comment: null,
    from: null,
    filter: null,
    parse: null,
    where: null,
  }
  const placed: PlacedClause[] = []
  for (const clause of node.children.tableClause ?? []) {
    if (clause.children.sinkClause !== undefined) {
      reportSinkClause(lowering, clause)
      continue
    }
    const place = attempt(() => lowerClause(lowering, clause, clauses))
    if (place !== null) placed.push(place)
  }
  checkOrder(lowering, placed, clauseOrder)
  const abstract = node.children.ABSTRACT !== undefined
  return { kind: 'create-table', span, name, abstract, ...clauses }
}

function reportSinkClause(lowering: Lowering, node: cst.TableClauseCstNode): void {
  const span = attempt(() => spanOf(lowering, node))
  if (span === null || node.children.sinkClause?.[0].recoveredNode === true) return
  lowering.report({
    code: 'E1001',
    severity: 'error',
    message: 'a streaming table has neither options nor partitions',
    span,
    label: 'belongs to a sink',
    help: 'how records are read is told by the source; where rows go, by CREATE SINK name [PARTITIONED BY (…)] WITH (…) AS SELECT …',
  })
}

/** Sets the clause (the first of its kind counts) and tells its place in the order. */
function lowerClause(lowering: Lowering, node: cst.TableClauseCstNode, clauses: Clauses): PlacedClause {
  const span = spanOf(lowering, node)
  const { tableItems, likeClause, commentClause, fromClause, filterClause, parseClause, whereClause } = node.children
  if (tableItems !== undefined) {
    lowerItems(lowering, child(tableItems), clauses)
    return { name: '( columns )', rank: 0, once: '( columns )', span }
  }
  if (likeClause !== undefined) {
    clauses.like ??= lowerName(lowering, child(child(likeClause).children.name))
    return { name: 'LIKE', rank: 0, once: 'LIKE', span }
  }
  if (commentClause !== undefined) {
    clauses.comment ??= lowerText(lowering, child(child(commentClause).children.text))
    return { name: 'COMMENT', rank: 1, once: 'COMMENT', span }
  }
  if (fromClause !== undefined) {
    clauses.from ??= lowerName(lowering, child(child(fromClause).children.name))
    return { name: 'FROM', rank: 2, once: 'FROM', span }
  }
  if (filterClause !== undefined) {
    clauses.filter ??= lowerExpression(lowering, child(child(filterClause).children.expression))
    return { name: 'FILTER', rank: 3, once: 'FILTER', span }
  }
  if (parseClause !== undefined) {
    clauses.parse ??= complete(child(parseClause).children.parseStep, (each) => lowerStep(lowering, each))
    return { name: 'PARSE', rank: 4, once: 'PARSE', span }
  }
  clauses.where ??= lowerExpression(lowering, child(child(whereClause).children.expression))
  return { name: 'WHERE', rank: 5, once: 'WHERE', span }
}

function lowerItems(lowering: Lowering, node: cst.TableItemsCstNode, clauses: Clauses): void {
  const runs = (node.children.tableItemRun ?? []).map((run) => run.children.tableItem ?? [])
  for (const item of membersOfRuns(lowering, runs, 'column')) {
    attempt(() => lowerItem(lowering, item, clauses))
  }
}

function lowerItem(lowering: Lowering, node: cst.TableItemCstNode, clauses: Clauses): void {
  const { watermark, check, column } = node.children
  if (watermark !== undefined) {
    const first = clauses.watermark
    const defined = lowerWatermark(lowering, child(watermark))
    clauses.watermark ??= defined
    if (first !== null) {
      checkOrder(
        lowering,
        [first, defined].map(({ span }) => ({ name: 'WATERMARK', rank: 0, once: 'WATERMARK', span })),
        '',
      )
    }
  } else if (check !== undefined) {
    clauses.checks.push(lowerCheck(lowering, child(check)))
  } else {
    clauses.columns.push(lowerColumn(lowering, child(column)))
  }
}

function lowerWatermark(lowering: Lowering, node: cst.WatermarkCstNode): WatermarkDefinition {
  const { name, expression } = node.children
  return {
    span: spanOf(lowering, node),
    column: lowerName(lowering, child(name)),
    expression: lowerExpression(lowering, child(expression)),
  }
}

function lowerCheck(lowering: Lowering, node: cst.CheckCstNode): CheckDefinition {
  const { name, expression } = node.children
  return {
    span: spanOf(lowering, node),
    name: name === undefined ? null : lowerName(lowering, child(name)),
    condition: lowerExpression(lowering, child(expression)),
  }
}

function lowerStep(lowering: Lowering, node: cst.ParseStepCstNode): ParseStepNode {
  const { name, text, stepArgument, names, options, ORDINALITY, OUTER, nullOnError } = node.children
  return {
    span: spanOf(lowering, node),
    stepKind: upperCase(lowerName(lowering, child(name))),
    patterns: (text ?? []).map((each) => lowerText(lowering, each)),
    argument: stepArgument === undefined ? null : lowerArgument(lowering, child(stepArgument)),
    columns: names === undefined ? null : complete(child(names).children.name, (each) => lowerName(lowering, each)),
    options: options === undefined ? [] : lowerOptions(lowering, child(options)),
    ordinality: ORDINALITY === undefined ? null : lowerName(lowering, child(name, 1)),
    outer: OUTER === undefined ? null : spanOfToken(lowering, OUTER[0]),
    nullOnError: lowerNullOnError(lowering, nullOnError),
  }
}

function upperCase(name: Name): Name {
  return { ...name, text: name.text.toUpperCase() }
}

function lowerArgument(lowering: Lowering, node: cst.StepArgumentCstNode): StepArgument {
  const span = spanOf(lowering, node)
  const { text, expression, name } = node.children
  const as = name === undefined ? null : lowerName(lowering, child(name))
  if (text !== undefined && as !== null) return { kind: 'path', span, path: lowerText(lowering, child(text)), as }
  const argument = text === undefined ? lowerExpression(lowering, child(expression)) : null
  if (argument !== null && as !== null) return { kind: 'expression', span, expression: argument, as }
  if (argument?.kind === 'name') return { kind: 'name', span, name: argument.name }
  lowering.report({
    code: 'E1001',
    severity: 'error',
    message: 'what a step parses has no name',
    span,
    label: 'expected `AS name` before `)`',
    help: 'give it a name that messages and later steps can use: `(… AS body)`',
  })
  throw new Incomplete()
}
